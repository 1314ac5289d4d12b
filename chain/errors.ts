/** The three families of errors: invalid (never enters a block), rejected (in a block, with a code), bug (stop). */

/** How an error answers over HTTP and what it says: one sentence that states what is so. */
export interface ErrorDefinition {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly message: string;
}

/** Malformed or refused at the door: never in a block. `detail` says which part, in words. */
export class Invalid extends Error {
  readonly code: string;
  readonly detail: string;
  constructor(code: string, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.name = 'Invalid';
    this.code = code;
    this.detail = detail;
  }
}

/**
 * Leaves a transition: well formed, but the rules say no. Not an Error on purpose: a stack costs microseconds and
 * tight balances reject often.
 */
export class Rejection {
  readonly code: string;
  constructor(code: string) {
    this.code = code;
  }
}

const rejections = new Map<string, Rejection>();

/** Throws the one rejection object of a code. */
export const rejectWith = (code: string): never => {
  let rejection = rejections.get(code);
  if (rejection === undefined) {
    rejection = new Rejection(code);
    rejections.set(code, rejection);
  }
  throw rejection;
};

/** A failed assertion of the chain itself: the node halts without committing the block. */
export class ChainFault extends Error {
  override name = 'ChainFault';
}

/** Stops the node when something that cannot be is so. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new ChainFault(message);
}

/** Narrows a value that cannot be absent here. */
export const present = <T>(value: T | undefined | null, message: string): T => {
  assert(value !== undefined && value !== null, message);
  return value;
};

const exhaustion =
  /call stack|Invalid string length|Invalid array length|allocation failed|Maximum BigInt size|out of memory/i;

/** Errors after which nothing may be committed: chain assertions and exhausted stack or memory. */
export const isFatal = (error: unknown): boolean =>
  error instanceof ChainFault || (error instanceof RangeError && exhaustion.test(error.message));

/** Codes of the chain itself; a module brings its own. */
export const chainErrors = {
  malformed: { status: 400, message: 'These bytes are not a transaction in canonical form.' },
  unknownKind: { status: 400, message: 'No module knows this kind of transaction.' },
  wrongChain: { status: 400, message: 'This transaction was signed for another chain.' },
  noVotingKey: { status: 409, message: 'This account had no voting key when the votes were counted.' },
  badSignature: { status: 401, message: 'The signature does not fit the transaction and its key.' },
  schemeUnsupported: { status: 400, message: 'This signature scheme is not accepted by this version.' },
  wrongKey: { status: 401, message: 'This key does not belong to the account that sends.' },
  expired: { status: 409, message: 'The time until which this transaction was valid has passed.' },
  validTooLong: { status: 400, message: 'A transaction may be valid for at most one day from now.' },
  nonceUsed: { status: 409, message: 'Another transaction of this account already used this nonce.' },
  nonceTooFar: { status: 409, message: 'This nonce is too far ahead of the account.' },
  alreadyKnown: { status: 409, message: 'This transaction is already waiting or in a block.' },
  mempoolFull: { status: 429, message: 'Too many transactions are waiting; send it again in a moment.' },
  accountQueueFull: { status: 429, message: 'This account has too many transactions waiting.' },
  tooLarge: { status: 413, message: 'The transaction is larger than the chain accepts.' },
  tooManyCells: { status: 413, message: 'The transaction declares more cells than the chain accepts.' },
  notAdmitted: { status: 409, message: 'The transaction could not be admitted when its block was made.' },
  notCovered: { status: 409, message: 'What this needs to take is not there any more in this block.' },
  ceilingExceeded: { status: 409, message: 'The transaction took more than the ceiling it declared.' },
  moduleFault: { status: 500, message: 'A rule failed in a way nobody foresaw; nothing was changed.' },
  heightPruned: { status: 410, message: 'The history of this value does not reach back to that height.' },
  heightNotClosed: { status: 409, message: 'The block of that height is not closed yet.' },
  feeNotCovered: { status: 409, message: 'The fee credit of the payer does not cover the fee.' },
  stopping: { status: 503, message: 'The node is stopping and takes no more transactions.' },
  storageDamaged: { status: 500, message: 'The stored chain is damaged.' },
  storageFailed: { status: 500, message: 'The disk failed; the node stops to keep what it acknowledged.' },
  storageLocked: { status: 500, message: 'Another process has this data folder open.' },
} as const satisfies Record<string, ErrorDefinition>;
