/** What is checked of a prepared transaction before it may wait: chain, time, key and fee, against committed state. */
import type { Access } from './access.ts';
import { type Admissible, holdsKey } from './admission.ts';
import { accountKeys, feeCredit } from './chainState.ts';
import { Invalid } from './errors.ts';
import type { ChainFacts } from './execution/block.ts';
import { validForMsMax } from './limits.ts';

/** Reads committed values, while no commit runs. */
export type ReadCommitted = <V>(access: Access<'read', V>) => V;

/** Throws `Invalid` for another chain, and for a passed or too distant end. */
export const checkEnvelope = (facts: ChainFacts, transaction: Admissible, now: number): void => {
  const { chainId, validUntil } = transaction;
  if (chainId !== facts.chainId) throw new Invalid('chain.wrongChain', `This chain is ${facts.chainId}.`);
  if (validUntil < now) throw new Invalid('chain.expired', `Header time is ${now}.`);
  if (validUntil > now + validForMsMax) throw new Invalid('chain.validTooLong', `Header time is ${now}.`);
};

/** Throws `Invalid` unless the account holds the key that signed. */
export const checkKey = (read: ReadCommitted, transaction: Admissible): void => {
  if (!holdsKey(read(accountKeys.read(transaction.sender)), transaction)) throw new Invalid('chain.wrongKey');
};

/** Throws `Invalid` if the fee is not covered. */
export const checkFee = (read: ReadCommitted, { fee, sender, sponsor }: Admissible): void => {
  if (fee === 0n) return;
  if ((sponsor !== undefined && sponsor !== sender) || read(feeCredit.read(sender)) < fee)
    throw new Invalid('chain.feeNotCovered', `The fee is ${fee}.`);
};
