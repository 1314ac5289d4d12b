/** What can be known of a transaction without state: its parts, that its signature is valid, its cells and its fee. */

import { type Admissible, feeOf } from '../admission.ts';
import type { BatchPath } from '../batchPath.ts';
import { type Bundle, votesOf } from '../bundle.ts';
import { votingKeys } from '../chainState.ts';
import { type ReadBytes, valueAtHeight } from '../checkpoints.ts';
import { addressOfKey } from '../crypto/address.ts';
import { verifyAggregate } from '../crypto/blsNode.ts';
import { fromHex } from '../crypto/bytes.ts';
import { isAcceptedScheme, schemes } from '../crypto/schemes.ts';
import { assert, Invalid, isFatal, present } from '../errors.ts';
import type { Registry } from '../registry.ts';
import { type Prepared, prepare } from '../runtime.ts';
import type { Address } from '../scalars.ts';
import { decodeTransaction, type Transaction } from '../transaction.ts';
import type { ChainFacts } from './block.ts';
import { verifyTransaction } from './verifyTransaction.ts';

const schemeCount = Object.keys(schemes).length;
/** Keys that sign often: their addresses are kept, because deriving one costs as much as hashing the transaction. */
const addresses = Array.from({ length: schemeCount }, () => new Map<string, string>());
/** Of each scheme; about 10 MB. */
const addressesMax = 65_536;
const addressOf = (scheme: number, publicKey: string): string => {
  const ofScheme = present(addresses[scheme], `There is no scheme ${scheme}.`);
  const known = ofScheme.get(publicKey);
  if (known !== undefined) return known;
  if (ofScheme.size >= addressesMax) ofScheme.clear();
  const address = addressOfKey(scheme, publicKey);
  ofScheme.set(publicKey, address);
  return address;
};

/** Where a key stands: its hash, and its record, or 0 if it had none when this was found. Records never move. */
export interface FoundKey {
  readonly key: Uint8Array;
  readonly first: number;
  readonly second: number;
  readonly record: number;
}
export interface FoundCells {
  /** Of each declared cell: hash (2), record. */
  readonly cells: Int32Array;
  readonly nonce: FoundKey;
}

/** A transaction with the cells it declares, and what admission asks of it. */
export class Declared implements Admissible {
  readonly transaction: Transaction;
  readonly prepared: Prepared;
  readonly fee: bigint;
  readonly ownsAddress: boolean;
  /** Where a worker found its cells and its sender's nonce; the serial executor leaves it out. */
  found: FoundCells | undefined;

  constructor(transaction: Transaction, prepared: Prepared, fee: bigint) {
    const { scheme, publicKey, sender } = transaction;
    this.transaction = transaction;
    this.prepared = prepared;
    this.fee = fee;
    this.found = undefined;
    this.ownsAddress = publicKey !== '' && addressOf(scheme, publicKey) === sender;
  }
  get id() {
    return this.transaction.id;
  }
  get bytes() {
    return this.transaction.bytes;
  }
  get bundle() {
    return this.transaction.bundle;
  }
  get chainId() {
    return this.transaction.chainId;
  }
  get sender() {
    return this.transaction.sender;
  }
  get sponsor() {
    return this.transaction.sponsor;
  }
  get nonce() {
    return this.transaction.nonce;
  }
  get validUntil() {
    return this.transaction.validUntil;
  }
  get scheme() {
    return this.transaction.scheme;
  }
  get publicKey() {
    return this.transaction.publicKey;
  }
}

/** Declares the cells of a decoded transaction. Throws `Invalid` where they cannot be declared. */
export const declareTransaction = (
  registry: Registry,
  facts: ChainFacts,
  transaction: Transaction,
): Declared => {
  const { kind, sender, payload, id, scheme, publicKey } = transaction;
  const prepared = declareCells(() =>
    prepare(registry, { kind, sender, payload, id, key: { scheme, publicKey } }),
  );
  const { cellCount, weight } = prepared;
  const fee = feeOf(facts.parameters, transaction.bytes.length, cellCount, weight);
  return new Declared(transaction, prepared, fee);
};

/** A declaration that fails is the fault of who wrote it or sent it, and refuses the transaction; it never stops the node. */
const declareCells = (declare: () => Prepared): Prepared => {
  try {
    return declare();
  } catch (error) {
    if (error instanceof Invalid || isFatal(error)) throw error;
    throw new Invalid('chain.malformed', 'The cells of this transaction cannot be declared.');
  }
};

/** Of a root nobody can tell whether it or its signature is wrong. */
const badPath = ({ place, count }: BatchPath): string =>
  `The root that it has at place ${place}, from 0, of a batch of ${count} is not what was signed.`;

/** Decodes, declares and verifies, what is cheap first. Reads no state; throws `Invalid`. */
export const prepareTransaction = (registry: Registry, facts: ChainFacts, wire: Uint8Array): Declared => {
  const transaction = decodeTransaction(registry, wire);
  const { scheme } = transaction;
  if (!isAcceptedScheme(scheme))
    throw new Invalid('chain.schemeUnsupported', `Scheme ${scheme} is not accepted.`);
  const declared = declareTransaction(registry, facts, transaction);
  if (!verifyTransaction(transaction, facts.rpIds))
    throw new Invalid('chain.badSignature', transaction.path === undefined ? '' : badPath(transaction.path));
  return declared;
};

/**
 * Verifies a bundle under its voters' stored keys, one for each, and declares its votes. Throws `Invalid` unless the
 * aggregate is the sum of their signatures. Without keys it only declares: the bundle is known to be verified.
 */
export const prepareBundle = (
  registry: Registry,
  facts: ChainFacts,
  bundle: Bundle,
  keys: readonly Uint8Array[] | undefined,
): Declared[] => {
  if (keys !== undefined) {
    assert(keys.length === bundle.count, 'A bundle is verified with more or fewer keys than it has voters.');
    if (!verifyAggregate(keys, bundle.message, bundle.aggregate)) throw new Invalid('chain.badSignature');
  }
  return votesOf(bundle).map((vote) => declareTransaction(registry, facts, vote));
};

/**
 * The keys of a bundle's voters as the closed block of its height left them; throws `Invalid` where it is not closed, or
 * where a voter has none.
 */
export const keysOfVoters = (bundle: Bundle, last: number, read: ReadBytes): Uint8Array[] => {
  const keys = votersKeys(bundle.voters, bundle.height, last, read);
  const without = keys.findIndex(({ length }) => length === 0);
  if (without >= 0)
    throw new Invalid(
      'chain.noVotingKey',
      `Voter ${without} of the bundle had none at height ${bundle.height}.`,
    );
  return keys;
};

/** The stored voting keys of accounts as a closed block left them, empty where there is none. `last` is the newest block. */
export const votersKeys = (
  voters: readonly Address[],
  height: number,
  last: number,
  read: ReadBytes,
): Uint8Array[] => {
  if (height > last)
    throw new Invalid(
      'chain.heightNotClosed',
      `The keys of height ${height} are asked for at height ${last}.`,
    );
  return voters.map((voter) => {
    const { collection, key } = votingKeys.read(voter);
    const stored = valueAtHeight(collection, key, height, last + 1, read) as string | undefined;
    return fromHex(stored ?? '');
  });
};
