/** The keys of this browser, kept in IndexedDB: secrets of browser keys and voting keys, credential ids of passkeys, addresses of wallets. */
import type { VotingKey } from '#api/client/votingKeys.ts';

/** A key as stored; hex throughout. */
export type StoredKey = {
  readonly publicKey: string;
  /** The address of the account it was made for, or joined. */
  readonly account: string;
  /** What the person calls it: "This laptop". */
  readonly name: string;
  readonly createdAtMs: number;
} & (
  | { readonly scheme: 0; readonly secret: string }
  /** The account at Ethereum, `0x…`; the wallet keeps the secret. */
  | { readonly scheme: 1; readonly wallet: string }
  | { readonly scheme: 2; readonly credentialId: string; readonly rpId: string }
);

/** A voting key as stored; hex throughout. */
interface StoredVotingKey extends VotingKey {
  /** The address of the account that it was made for. */
  readonly account: string;
  readonly createdAtMs: number;
}

const databaseName = 'meritlane';
/** What the stores are called, and the field that names a key in each; a new version of the database adds those it lacks. */
const stores = { keys: 'publicKey', votingKeys: 'storedKey' } as const;
type StoreName = keyof typeof stores;
const version = 2;

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, version);
    request.onupgradeneeded = () => {
      const { result: database } = request;
      for (const [name, keyPath] of Object.entries(stores))
        if (!database.objectStoreNames.contains(name)) database.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('Another tab holds an older store of keys open.'));
  });
}

/** Runs one request and resolves when its transaction is complete, so that a key is never said to be kept before it is. */
async function run<Value>(
  name: StoreName,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value> {
  const database = await openDatabase();
  try {
    return await new Promise<Value>((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = ask(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** All keys of this browser, oldest first. */
export async function fetchStoredKeys(): Promise<StoredKey[]> {
  const keys = await run<StoredKey[]>('keys', 'readonly', (store) => store.getAll());
  return keys.sort((left, right) => left.createdAtMs - right.createdAtMs);
}

async function put(name: StoreName, key: StoredKey | StoredVotingKey): Promise<void> {
  await run(name, 'readwrite', (store) => store.put(key));
  // Asks the browser not to evict it when space is short; it may decline, and the key is kept as before.
  await navigator.storage?.persist?.();
}

/** Keeps a key; one with the same public key is replaced. */
export const storeKey = (key: StoredKey): Promise<void> => put('keys', key);

/** Keeps a voting key. */
export const storeVotingKey = (key: StoredVotingKey): Promise<void> => put('votingKeys', key);

/** The voting key of this stored form (96 bytes in hex), if it is here. */
export const fetchStoredVotingKey = (storedKey: string): Promise<StoredVotingKey | undefined> =>
  run<StoredVotingKey | undefined>('votingKeys', 'readonly', (store) => store.get(storedKey));

/** Forgets a key of this browser; a browser key's secret cannot be had again. */
export async function forgetKey(publicKey: string): Promise<void> {
  await run('keys', 'readwrite', (store) => store.delete(publicKey));
}
