/** What is checked of a transaction before it may wait: chain, time, scheme, key and fee, against committed state. */
import type { Access } from './access.ts';
import { feeOf } from './admission.ts';
import { accountKeys, feeCredit } from './chainState.ts';
import { addressOfKey } from './crypto/address.ts';
import { isAcceptedScheme } from './crypto/schemes.ts';
import { Invalid } from './errors.ts';
import type { ChainFacts } from './execution/block.ts';
import { prepareTransaction } from './execution/executeBlock.ts';
import { validForMsMax } from './limits.ts';
import type { Registry } from './registry.ts';
import type { Transaction } from './transaction.ts';

/** Reads committed values, while no commit runs. */
export type ReadCommitted = <V>(access: Access<'read', V>) => V;

/** Throws `Invalid` for another chain, a passed or too distant end, and a scheme that is not accepted. */
export const checkEnvelope = (facts: ChainFacts, transaction: Transaction, now: number): void => {
  const { chainId, validUntil, scheme } = transaction;
  if (chainId !== facts.chainId) throw new Invalid('chain.wrongChain', `This chain is ${facts.chainId}.`);
  if (validUntil < now) throw new Invalid('chain.expired', `Header time is ${now}.`);
  if (validUntil > now + validForMsMax) throw new Invalid('chain.validTooLong', `Header time is ${now}.`);
  if (!isAcceptedScheme(scheme))
    throw new Invalid('chain.schemeUnsupported', `Scheme ${scheme} is not accepted.`);
};

/** Throws `Invalid` unless the account holds the key that signed. */
export const checkKey = (read: ReadCommitted, { sender, scheme, publicKey }: Transaction): void => {
  const held = read(accountKeys.read(sender));
  const holds =
    held === undefined
      ? addressOfKey(scheme, publicKey) === sender
      : held.keys.some((key) => key.scheme === scheme && key.publicKey === publicKey);
  if (!holds) throw new Invalid('chain.wrongKey');
};

/** Returns the fee, in the smallest unit; throws `Invalid` if it is not covered or the cells cannot be declared. */
export const checkFee = (
  registry: Registry,
  facts: ChainFacts,
  read: ReadCommitted,
  transaction: Transaction,
): bigint => {
  const { cellCount, weight } = declareCells(registry, transaction);
  const fee = feeOf(facts.parameters, transaction.bytes.length, cellCount, weight);
  if (fee === 0n) return fee;
  const payer = transaction.sponsor ?? transaction.sender;
  if (payer !== transaction.sender || read(feeCredit.read(payer)) < fee)
    throw new Invalid('chain.feeNotCovered', `The fee is ${fee}.`);
  return fee;
};

/** A declaration that throws inside a block would stop the node, so whatever it throws is refused at the door. */
const declareCells = (registry: Registry, transaction: Transaction) => {
  try {
    return prepareTransaction(registry, transaction);
  } catch (error) {
    if (error instanceof Invalid) throw error;
    throw new Invalid('chain.malformed', 'The cells of this transaction cannot be declared.');
  }
};
