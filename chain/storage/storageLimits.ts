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

/** Blocks by which the file of cells may trail before it follows under load: reading that many rows takes 0.1 s. */
export const lagBlocksMax = 4096;

/** Bytes of write-sets by which it may trail, or half of its own size if that is more: half a million cells, 0.5 s. */
export const lagBytesMax = 64 * 1024 * 1024;

/** The file of cells follows when its lag reaches its size divided by this: a start then reads half as much again. */
export const lagShareBusy = 2;

/** The same while nothing waits, and at the end: the file is rewritten whole, so little news do not move it. */
export const lagShareIdle = 8;

/** Bytes of write-sets below which nothing follows while idle: a start reads them in no time. */
export const lagIdleBytes = 1024 * 1024;

/** Bytes of write-sets that one new file of cells takes up: they are in memory until it is done. */
export const foldBytesMax = 128 * 1024 * 1024;

/** Bytes of write-sets taken up in one step, between two appends: some 4,000 cells, 3 ms. */
export const foldStepBytes = 512 * 1024;

/** Quiet time after which the file of cells follows although it trails by little. */
export const foldIdleMs = 200;

/** Bytes appended after which an idle thread copies the write-ahead log into the database. */
export const checkpointIdleBytes = 4 * 1024 * 1024;

/** Bytes appended after which it is copied even under load: bounds the log's file. */
export const checkpointBytesMax = 64 * 1024 * 1024;

/** Page cache of the writing connection: a block is written once and hardly read, so the upper pages are enough. */
export const pageCacheBytes = 8 * 1024 * 1024;

/** Page of a new database: blocks are megabytes, and with 16 KiB storing one costs a third less than with 4 KiB. */
export const databasePageBytes = 16 * 1024;

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
