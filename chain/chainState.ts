/** Cells of the chain itself: keys and nonces of accounts, fees, and the roots of the last block. */
import { z } from 'zod';
import { accumulator, type Collection, collection } from './access.ts';
import { blsStoredKeyBytes } from './crypto/blsMessages.ts';
import { accountKeysMax } from './limits.ts';
import { address, bytes, bytesUpTo, durationMs, integer, text } from './scalars.ts';

/** A key of an account; a passkey belongs to the domain it was made for. */
export const accountKey = z.strictObject({
  scheme: integer(0, 3),
  publicKey: bytesUpTo(48, 32),
  rpId: text(253, 1).optional(),
});

const accountKeyList = z.strictObject({ keys: z.array(accountKey).min(1).max(accountKeysMax) });
export type AccountKeys = z.output<typeof accountKeyList>;
/** Keys of an account; an account without this cell holds exactly the key that its address derives from. */
export const accountKeys = collection('chain.keys', [address], accountKeyList);
/**
 * The key of an account for votes that are added up, in its stored form; empty where it was taken back. Never pruned: a
 * vote is verified with the key as a closed block left it, and that must not change.
 */
export const votingKeys = collection('chain.votingKeys', [address], bytesUpTo(blsStoredKeyBytes), {
  checkpointed: true,
  unpruned: true,
});
/** The next nonce; written by admission alone. */
export const nonces = collection('chain.nonces', [address], integer(0, Number.MAX_SAFE_INTEGER));
/** What an account has for fees; admission draws, anyone tops up. */
export const feeCredit = accumulator('chain.feeCredit', [address]);
/** Collected fees, one sum for each first byte of the sender. */
export const fees = accumulator('chain.fees', [bytes(1)]);
/** Roots and counts of the lists of the last block that was not empty. */
export const blockRoots = collection(
  'chain.blockRoots',
  [],
  z.strictObject({
    transactions: bytes(32),
    transactionCount: integer(0, 0xffff_ffff),
    receipts: bytes(32),
    packets: bytes(32),
    packetCount: integer(0, 0xffff_ffff),
  }),
);
/** Values of the chain that rules need, planted at genesis. */
export const chainParameters = collection(
  'chain.parameters',
  [],
  z.strictObject({ unbondingMinMs: durationMs }),
  { frozen: true },
);

/** What the registry of every chain contains besides the modules. */
export const chainState = [accountKeys, votingKeys, nonces, feeCredit, fees, blockRoots, chainParameters];
/** Cells that no transition may declare: senders never join groups. */
export const admissionOnly: ReadonlySet<Collection> = new Set([
  nonces.definition,
  fees.definition,
  blockRoots.definition,
]);
