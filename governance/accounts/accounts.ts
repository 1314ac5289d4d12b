/** Accounts: a name, and the keys that may sign for it. */

import { z } from 'zod';
import { storedKey, verifyBls } from '#bls';
import { collection } from '#chain/access.ts';
import { accountKey, accountKeys, nonces, votingKeys } from '#chain/chainState.ts';
import {
  blsKeyBytes,
  blsSignatureBytes,
  blsStoredKeyBytes,
  possessionMessage,
} from '#chain/crypto/blsMessages.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { isAcceptedScheme, schemes } from '#chain/crypto/schemes.ts';
import { accountKeysMax } from '#chain/limits.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { address, bytesUpTo, integer, text } from '#chain/scalars.ts';

const profile = z.strictObject({ name: text(60) });
/** What an account says of itself; public for ever, so only a display name. */
const profiles = collection('accounts.profiles', [address], profile);

const { events, errors, transaction } = vocabulary(
  {
    keyAdded: z.strictObject({ account: address, scheme: integer(0, 3), publicKey: bytesUpTo(48, 32) }),
    keyRemoved: z.strictObject({ account: address, scheme: integer(0, 3), publicKey: bytesUpTo(48, 32) }),
    profileSet: z.strictObject({ account: address, name: text(60) }),
    votingKeySet: z.strictObject({ account: address, publicKey: bytesUpTo(blsKeyBytes) }),
  },
  {
    keyHeld: { status: 409, message: 'This account already holds this key.' },
    keyUnknown: { status: 404, message: 'This account does not hold this key.' },
    lastKey: { status: 409, message: 'The last key of an account cannot be removed.' },
    tooManyKeys: { status: 409, message: `An account holds at most ${accountKeysMax} keys.` },
    keyUnusable: { status: 422, message: 'A key of this scheme and length cannot sign here.' },
    votingKeyUnusable: {
      status: 422,
      message: 'This is not a point of the group that voting keys are from.',
    },
    possessionUnproven: {
      status: 422,
      message: 'The proof does not show that this account has the secret of the voting key.',
    },
    noVotingKey: { status: 404, message: 'This account has no voting key.' },
    noKey: { status: 403, message: 'A DAO has no key; it acts through its proposals.' },
  },
);

type Key = z.output<typeof accountKey>;
const sameKey = (a: Pick<Key, 'scheme' | 'publicKey'>, b: Pick<Key, 'scheme' | 'publicKey'>): boolean =>
  a.scheme === b.scheme && a.publicKey === b.publicKey;

const addKey = transaction({
  doc: 'Add a key that may sign for the sender; the sender sends it.',
  payload: accountKey,
  access: ({ sender }) => ({ keys: accountKeys.write(sender) }),
  apply({ keys }, { sender, payload, key, emit, reject }) {
    if (key === undefined) return reject('noKey');
    const { scheme, publicKey } = payload;
    if (!isAcceptedScheme(scheme) || publicKey.length !== 2 * schemes[scheme].publicKeyBytes)
      reject('keyUnusable');
    const held = keys.get()?.keys ?? [key];
    if (held.some((one) => sameKey(one, payload))) reject('keyHeld');
    if (held.length >= accountKeysMax) reject('tooManyKeys');
    keys.set({ keys: [...held, payload] });
    emit('keyAdded', { account: sender, scheme, publicKey });
  },
});

const removeKey = transaction({
  doc: 'Take a key away from the sender; the sender sends it, and one key stays.',
  payload: z.strictObject({ scheme: integer(0, 3), publicKey: bytesUpTo(48, 32) }),
  access: ({ sender }) => ({ keys: accountKeys.write(sender) }),
  apply({ keys }, { sender, payload, key, emit, reject }) {
    if (key === undefined) return reject('noKey');
    const held = keys.get()?.keys ?? [key];
    if (!held.some((one) => sameKey(one, payload))) reject('keyUnknown');
    if (held.length === 1) reject('lastKey');
    keys.set({ keys: held.filter((one) => !sameKey(one, payload)) });
    emit('keyRemoved', { account: sender, ...payload });
  },
});

const setVotingKey = transaction({
  doc: 'Set the key with which the sender signs votes that are added up, or take it back with an empty one; the sender sends it.',
  payload: z.strictObject({
    publicKey: bytesUpTo(blsKeyBytes),
    /** The key's signature of its possession for this account. */
    proof: bytesUpTo(blsSignatureBytes),
  }),
  weight: 25,
  access: ({ sender }) => ({ key: votingKeys.write(sender) }),
  apply({ key: own }, { sender, payload, key, emit, reject }) {
    if (key === undefined) return reject('noKey');
    const { publicKey } = payload;
    if (publicKey === '') {
      if (own.get() === undefined) reject('noVotingKey');
      own.delete();
    } else {
      const bytes = fromHex(publicKey);
      const stored = storedKey(bytes) ?? reject('votingKeyUnusable');
      if (!verifyBls(bytes, possessionMessage(fromHex(sender), bytes), fromHex(payload.proof)))
        reject('possessionUnproven');
      own.set(toHex(stored));
    }
    emit('votingKeySet', { account: sender, publicKey });
  },
});

const setProfile = transaction({
  doc: 'Set the name that is shown for the sender; the sender sends it.',
  payload: profile,
  access: ({ sender }) => ({ own: profiles.write(sender) }),
  apply({ own }, { sender, payload, emit }) {
    own.set(payload);
    emit('profileSet', { account: sender, name: payload.name });
  },
});

const getAccount = query({
  doc: 'An account: its name, its next nonce and its keys; an account that never sent anything has nonce 0 and no list of keys.',
  path: '/accounts/{account}',
  params: z.strictObject({ account: address }),
  result: z.strictObject({
    account: address,
    name: text(60),
    nonce: integer(0, Number.MAX_SAFE_INTEGER),
    keys: z.array(accountKey).max(accountKeysMax),
    /** The key for votes that are added up, uncompressed; empty where there is none. */
    votingKey: bytesUpTo(blsStoredKeyBytes),
  }),
  read: ({ get }, { account }) => ({
    account,
    name: get(profiles.read(account))?.name ?? '',
    nonce: get(nonces.read(account)) ?? 0,
    keys: [...(get(accountKeys.read(account))?.keys ?? [])],
    votingKey: get(votingKeys.read(account)) ?? '',
  }),
});

export const accounts = defineModule({
  name: 'accounts',
  doc: 'A name for an account, and the keys that may sign for it.',
  state: [profiles],
  events,
  errors,
  transactions: { addKey, removeKey, setProfile, setVotingKey },
  queries: { getAccount },
  lists: {
    profiles: {
      doc: 'Names that accounts set.',
      path: '/profiles',
      event: 'profileSet',
      filters: ['account'],
    },
    votingKeys: {
      doc: 'Voting keys that accounts set, each for proposals of later blocks; an empty one takes the key back.',
      path: '/voting-keys',
      event: 'votingKeySet',
      filters: ['account'],
    },
  },
});
