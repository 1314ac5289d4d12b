/** The keys of this browser, kept in IndexedDB: secrets of browser keys, credential ids of passkeys, addresses of wallets. */

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

const databaseName = 'meritlane';
const storeName = 'keys';
const version = 1;

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, version);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: 'publicKey' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('Another tab holds an older store of keys open.'));
  });
}

/** Runs one request and resolves when its transaction is complete, so that a key is never said to be kept before it is. */
async function run<Value>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value> {
  const database = await openDatabase();
  try {
    return await new Promise<Value>((resolve, reject) => {
      const transaction = database.transaction(storeName, mode);
      const request = ask(transaction.objectStore(storeName));
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
  const keys = await run<StoredKey[]>('readonly', (store) => store.getAll());
  return keys.sort((left, right) => left.createdAtMs - right.createdAtMs);
}

/** Keeps a key; one with the same public key is replaced. */
export async function storeKey(key: StoredKey): Promise<void> {
  await run('readwrite', (store) => store.put(key));
  // Asks the browser not to evict it when space is short; it may decline, and the key is kept as before.
  await navigator.storage?.persist?.();
}

/** Forgets a key of this browser; a browser key's secret cannot be had again. */
export async function forgetKey(publicKey: string): Promise<void> {
  await run('readwrite', (store) => store.delete(publicKey));
}
