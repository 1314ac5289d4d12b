/** The bounds of a running node, each with its reason. */

/** Blocks that may be executed and not yet synced: hides a sync behind the next block, and few are lost in a power cut. */
export const unsyncedBlocksMax = 3;
/** Requests that wait for a receipt at one time: each holds a timer and a connection. */
export const waitersMax = 20_000;
/** Stored blocks kept decoded, and their bytes: what pages and receipts ask for again and again are the newest. */
export const cachedBlocksMax = 64;
export const cachedBytesMax = 32 * 1024 * 1024;
/** Blocks that one call gives: as many as a page of a list shows. */
export const blocksPerCallMax = 200;
/** Ids that wait to be written to the index, and blocks that hold them: bounds memory, and what a start after a crash reads again. */
export const unwrittenIdsMax = 16_384;
export const unwrittenBlocksMax = 4096;
/** Ids in one run of the index: merging a larger one would hold up the thread that answers requests for over 50 ms. */
export const idRunMax = 512 * 1024;
/** Tries to find state and header of one block together; each is a turn of the event loop. */
export const proofTriesMax = 1000;
/** Transactions that are being verified at one time: half a second's worth on two cores; more would only wait, and hold memory. */
export const preparingMax = 16_384;
