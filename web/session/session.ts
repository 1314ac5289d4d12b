/** Who the reader acts as: one key of this browser at a time. */
import { useSyncExternalStore } from 'react';
import type { ClientSigner } from '#api/client/submitter.ts';
import { formatAddress } from '#chain/crypto/address.ts';
import { queries } from '../queries.ts';
import { type KeyKind, keyKindOf } from '../wallet/keyKind.ts';
import { fetchWalletKeys, type WalletKey } from '../wallet/keys.ts';

/** The reader's account and the key that signs for it. */
export interface Viewer {
  /** `merit1…`, as the API writes it. */
  readonly address: string;
  /** The account's own name; until it is known, what the key is called. */
  readonly name: string;
  readonly signer: ClientSigner;
  readonly signWith: KeyKind;
  readonly key: WalletKey;
}

/** Nothing is known before the keys of this browser were read. */
export type Session =
  | { readonly state: 'loading' }
  | { readonly state: 'nobody' }
  | { readonly state: 'here'; readonly viewer: Viewer };

/** Keeps the public key of the chosen key. */
const storageKey = 'meritlane.key';

let session: Session = { state: 'loading' };
const listeners = new Set<() => void>();

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** The signer that the client takes, made of a key of this browser. */
export const signerOf = (key: WalletKey): ClientSigner => ({
  scheme: key.scheme,
  publicKey: key.publicKey,
  address: formatAddress(key.account),
  sign: async (id, transaction) => (await key.sign(id, transaction)).signature,
});

/** Acts with this key from now on, and at the next visit too. */
export function actAs(key: WalletKey, name = key.name): void {
  localStorage.setItem(storageKey, key.publicKey);
  const signer = signerOf(key);
  const viewer = { address: signer.address, name, signer, signWith: keyKindOf(key.scheme), key };
  set({ state: 'here', viewer });
  // A key that was just made is one more on this device.
  void queries.invalidateQueries({ queryKey: ['device'] });
}

/** Calls the viewer by the account's name once it is known. */
export function nameViewer(address: string, name: string): void {
  if (session.state !== 'here' || session.viewer.address !== address || session.viewer.name === name) return;
  set({ state: 'here', viewer: { ...session.viewer, name } });
}

/** Acts as nobody; the keys stay on this device. */
export function actAsNobody(): void {
  localStorage.removeItem(storageKey);
  set({ state: 'nobody' });
}

/** Reads the keys of this browser and takes the one that was chosen last. */
export async function loadSession(): Promise<void> {
  const chosen = localStorage.getItem(storageKey);
  // A browser without IndexedDB still reads everything; it only cannot sign.
  const keys = chosen === null ? [] : await fetchWalletKeys().catch(() => []);
  const key = keys.find(({ publicKey }) => publicKey === chosen);
  if (key === undefined) set({ state: 'nobody' });
  else actAs(key);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The session with its loading state; the component renders again when it changes. */
export const useSession = (): Session => useSyncExternalStore(subscribe, () => session);

/** Who reads and signs; undefined while nobody is here or the keys are still being read. */
export function useViewer(): Viewer | undefined {
  const current = useSession();
  return current.state === 'here' ? current.viewer : undefined;
}
