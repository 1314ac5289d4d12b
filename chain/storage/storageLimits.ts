/** The bounds of storage, each with its reason. */

/** One block with all its parts: well above the block limit of consensus, well below what one SQLite row holds. */
export const blockBytesMax = 64 * 1024 * 1024;

/** A cell's key carries its length in one byte. */
export const cellKeyBytesMax = 255;

/** One cell's value: the largest thing kept in state, with room, is a module's code. */
export const cellValueBytesMax = 8 * 1024 * 1024;

/** The genesis document: thousands of first accounts fit. */
export const genesisBytesMax = 16 * 1024 * 1024;

/** Appends that wait for their sync: far more than a pipeline has under way, so reaching it shows a stuck disk. */
export const queuedBlocksMax = 256;

/** Bytes of appends that wait: twice the largest block, and bounded memory. */
export const queuedBytesMax = 2 * blockBytesMax;

/** Blocks by which the table of cells may trail: bounds the write-sets that a start reads. */
export const lagBlocksMax = 256;

/** Bytes of write-sets by which the table of cells may trail: the same bound for large blocks. */
export const lagBytesMax = 64 * 1024 * 1024;

/** Blocks folded into the table of cells in one transaction: more share more, but hold up appends for longer. */
export const foldBlocksMax = 128;

/** Bytes of write-sets folded in one transaction: some 20,000 cells, 0.2 s; one block is always folded whole. */
export const foldBytesMax = 2 * 1024 * 1024;

/** Quiet time after which the table of cells follows although the lag is small. */
export const foldIdleMs = 200;

/** Bytes appended after which an idle thread copies the write-ahead log into the database. */
export const checkpointIdleBytes = 4 * 1024 * 1024;

/** Bytes appended after which it is copied even under load: bounds the log's file. */
export const checkpointBytesMax = 64 * 1024 * 1024;

/** Page cache of the writing connection: holds the upper levels of the table of cells with a million rows. */
export const pageCacheBytes = 64 * 1024 * 1024;

/** How long a connection waits for another's lock: only a checkpoint of another connection holds one, briefly. */
export const lockTimeoutMs = 5000;

/** One file of content: the largest contribution. */
export const contentBytesMax = 8 * 1024 * 1024;

/** All files of content: what a small machine can spare. */
export const contentTotalBytesMax = 16 * 1024 * 1024 * 1024;

/** Content that no transaction has claimed yet: strangers can fill no more than this. */
export const contentUnclaimedBytesMax = 256 * 1024 * 1024;

/** Files of content: bounds the index in memory (about 200 bytes each). */
export const contentFilesMax = 500_000;

/** Uploads at one time: each holds a file handle and a buffer. */
export const contentUploadsMax = 64;

/** Life of an upload that no transaction claims: time to sign, send and be included, many times over. */
export const contentUnclaimedMs = 10 * 60 * 1000;
