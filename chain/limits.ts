/** Every bound of the chain, each with its reason. */

const KIB = 1024;

/** A payload with 64 actions of a proposal fits; a reveal with its attestation is under 2 KiB. */
export const transactionBytesMax = 48 * KIB;
/** One action's payload inside a proposal: the largest policy is about 4 KiB. */
export const callBytesMax = 16 * KIB;
/** Up to 64 actions execute in one transaction; larger sets are pages of a payout. */
export const callsMax = 64;
/** The widest transition declares a few dozen cells; 64 actions declare more. */
export const cellsPerTransactionMax = 1024;
/** A key is a collection's name and up to four parts; 128 bytes hold three 32-byte parts. */
export const keyBytesMax = 128;
/** One cell's value: a DAO's whole policy is about 4 KiB. */
export const valueBytesMax = 64 * KIB;
/** Bytes of one block: 4,096 transactions of a few hundred bytes, or a few hundred of the largest. */
export const blockBytesMax = 8 * 1024 * KIB;
/** Larger blocks fall out of the caches and lengthen the pipeline (measured at 4,096). */
export const blockTransactionsMax = 4096;
/** Waiting transactions: four full blocks, so that a burst is absorbed and memory stays bounded. */
export const mempoolTransactionsMax = 16_384;
export const mempoolBytesMax = 64 * 1024 * KIB;
/** One account's waiting transactions: a wallet needs a few, a scorer some dozens. */
export const mempoolPerAccountMax = 256;
/** How far from now `validUntil` may lie: a forgotten transaction dies within a day. */
export const validForMsMax = 24 * 60 * 60 * 1000;
/** Keys an account may hold: devices of one person. */
export const accountKeysMax = 8;
/** Events one transaction may emit: 64 actions with a few each. */
export const eventsPerTransactionMax = 512;
/** Entries pruned from a checkpointed cell at one write: more than one, so that pruning catches up. */
export const pruneEntriesMax = 4;
/** How long a checkpointed cell remembers: the longest proposal life, at most a year. */
export const horizonMs = 365 * 24 * 60 * 60 * 1000;
/** Amounts are below 2^96; sums of them are stored in at most 128 bits. */
export const amountMax = (1n << 96n) - 1n;
export const sumMax = (1n << 128n) - 1n;
/** Items of one page of any list. */
export const pageItemsMax = 200;
/** Calls that a genesis document may run to make the first state. */
export const genesisCallsMax = 256;
/** Transactions of one sender under one signature: as many as a block holds, so that a path has at most twelve siblings. */
export const batchCountMax = 4096;
/** Votes of one bundle: as many as a block holds transactions. */
export const bundleVotesMax = 4096;
/** False shares that one batch is searched for, at two pairings and a half each time it is halved; all that is not known to be true then is refused. */
export const badSharesMax = 3;
/** Bytes of a bundle: the voters of a full one at 32 bytes each, its aggregate and a payload. */
export const bundleBytesMax = 132 * KIB;
