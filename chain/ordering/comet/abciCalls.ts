/** Each call of ABCI 2.0: its request read, the application asked, its response written. */
import { ChainFault } from '../../errors.ts';
import type { AbciApplication, AbciBlock, AbciSnapshot } from './abci.ts';
import { bytesField, type Field, numberField, readFields } from './protobuf.ts';

const empty = new Uint8Array(0);
/** The tag and the length of a transaction in a block: one byte and up to five. */
const framingBytesMax = 6;
const refusedCode = 1;
const proposal = { accept: 1, reject: 2 };
const offers = { accept: 1, reject: 3, rejectFormat: 4 };
const chunks = { accept: 1, retry: 3, reject: 5 };

/** The fields of a request by number; of a repeated one, all. */
class Request {
  private readonly fields: readonly Field[];
  constructor(message: Uint8Array) {
    this.fields = [...readFields(message)];
  }
  all(number: number): Uint8Array[] {
    return this.fields.filter((field) => field.number === number).map((field) => field.bytes);
  }
  bytes(number: number): Uint8Array {
    return this.all(number).at(-1) ?? empty;
  }
  text(number: number): string {
    return Buffer.from(this.bytes(number)).toString();
  }
  /** Throws a `ChainFault` beyond the safe integers. */
  number(number: number): number {
    const found = this.fields.findLast((field) => field.number === number);
    const value = Number(BigInt.asIntN(64, found?.value ?? 0n));
    if (!Number.isSafeInteger(value))
      throw new ChainFault(`CometBFT sent the number ${value}, which is too large.`);
    return value;
  }
  /** A timestamp (seconds, nanoseconds) in milliseconds. */
  time(number: number): number {
    const stamp = new Request(this.bytes(number));
    return stamp.number(1) * 1000 + Math.floor(stamp.number(2) / 1_000_000);
  }
}

interface Call {
  /** Field of the answer within `Response`. */
  readonly answer: number;
  run(app: AbciApplication, request: Request): Promise<Uint8Array>;
  /** The answer when `run` fails; without it the connection is closed. */
  readonly refusal?: Uint8Array;
}

/** As many of the transactions, from the first on, as fit: a proposal one byte too large would cost the whole turn. */
function fitting(transactions: readonly Uint8Array[], bytesMax: number): Uint8Array[] {
  let bytes = 0;
  const beyond = transactions.findIndex((transaction) => {
    bytes += transaction.length + framingBytesMax;
    return bytes > bytesMax;
  });
  return transactions.slice(0, beyond === -1 ? undefined : beyond);
}

function blockOf(request: Request, transactionsField: number): AbciBlock {
  return { height: request.number(5), time: request.time(6), transactions: request.all(transactionsField) };
}

function snapshotBytes({ height, format, chunks: count, hash }: AbciSnapshot): Uint8Array {
  return Buffer.concat([
    numberField(1, height),
    numberField(2, format),
    numberField(3, count),
    bytesField(4, hash),
  ]);
}

const calls: ReadonlyMap<number, Call> = new Map<number, Call>([
  [1, { answer: 2, run: async (_, request) => bytesField(1, request.bytes(1)) }],
  [2, { answer: 3, run: async () => empty }],
  [3, { answer: 4, run: info }],
  [5, { answer: 6, run: initChain }],
  [6, { answer: 7, run: query, refusal: numberField(1, refusedCode) }],
  [
    8,
    {
      answer: 9,
      run: async (app, request) => numberField(1, await app.checkTx(request.bytes(1))),
      refusal: numberField(1, refusedCode),
    },
  ],
  [11, { answer: 12, run: async (app) => numberField(3, (await app.commit()).retainHeight) }],
  [12, { answer: 13, run: listSnapshots, refusal: empty }],
  [13, { answer: 14, run: offerSnapshot, refusal: numberField(1, offers.reject) }],
  [14, { answer: 15, run: loadChunk, refusal: empty }],
  [15, { answer: 16, run: applyChunk, refusal: numberField(1, chunks.reject) }],
  [16, { answer: 17, run: prepareProposal, refusal: empty }],
  [17, { answer: 18, run: processProposal, refusal: numberField(1, proposal.reject) }],
  [20, { answer: 21, run: finalizeBlock }],
]);

async function info(app: AbciApplication): Promise<Uint8Array> {
  const { height, appHash } = await app.info();
  return Buffer.concat([bytesField(1, 'meritlane'), numberField(4, height), bytesField(5, appHash)]);
}

async function initChain(app: AbciApplication, request: Request): Promise<Uint8Array> {
  const chain = { chainId: request.text(2), appState: request.bytes(5), initialHeight: request.number(6) };
  return bytesField(3, (await app.initChain(chain)).appHash);
}

async function query(app: AbciApplication, request: Request): Promise<Uint8Array> {
  const { code, log, value, height } = await app.query(request.text(2), request.bytes(1));
  return Buffer.concat([
    numberField(1, code),
    bytesField(3, log),
    bytesField(7, value),
    numberField(9, height),
  ]);
}

async function listSnapshots(app: AbciApplication): Promise<Uint8Array> {
  const snapshots = await app.listSnapshots();
  return Buffer.concat(snapshots.map((snapshot) => bytesField(1, snapshotBytes(snapshot))));
}

async function offerSnapshot(app: AbciApplication, request: Request): Promise<Uint8Array> {
  const asked = new Request(request.bytes(1));
  const [height, format, count] = [asked.number(1), asked.number(2), asked.number(3)];
  const verdict = await app.offerSnapshot(
    { height, format, chunks: count, hash: asked.bytes(4) },
    request.bytes(2),
  );
  return numberField(1, offers[verdict]);
}

async function loadChunk(app: AbciApplication, request: Request): Promise<Uint8Array> {
  return bytesField(1, await app.loadSnapshotChunk(request.number(1), request.number(2), request.number(3)));
}

async function applyChunk(app: AbciApplication, request: Request): Promise<Uint8Array> {
  return numberField(1, chunks[await app.applySnapshotChunk(request.number(1), request.bytes(2))]);
}

async function prepareProposal(app: AbciApplication, request: Request): Promise<Uint8Array> {
  const bytesMax = request.number(1);
  const chosen = await app.prepareProposal(blockOf(request, 2), bytesMax);
  return Buffer.concat(fitting(chosen, bytesMax).map((transaction) => bytesField(1, transaction)));
}

async function processProposal(app: AbciApplication, request: Request): Promise<Uint8Array> {
  return numberField(1, (await app.processProposal(blockOf(request, 1))) ? proposal.accept : proposal.reject);
}

async function finalizeBlock(app: AbciApplication, request: Request): Promise<Uint8Array> {
  const block = blockOf(request, 1);
  const { codes, appHash } = await app.finalizeBlock(block);
  if (codes.length !== block.transactions.length)
    throw new ChainFault(`A block of ${block.transactions.length} transactions has ${codes.length} results.`);
  return Buffer.concat([...codes.map((code) => bytesField(2, numberField(1, code))), bytesField(5, appHash)]);
}

/**
 * The `Response` to a `Request`. Rejects where going on is unsafe: the request is malformed or unknown, or a call that
 * has no refusal failed; `onRefused` hears of the failures that were answered.
 */
export async function answer(
  app: AbciApplication,
  message: Uint8Array,
  onRefused: (error: unknown) => void,
): Promise<Uint8Array> {
  const asked = [...readFields(message)].at(0);
  const call = calls.get(asked?.number ?? 0);
  if (asked === undefined || call === undefined)
    throw new ChainFault(
      `CometBFT sent a request of the unknown kind ${asked?.number ?? 0}; run version 0.38.`,
    );
  const request = new Request(asked.bytes);
  try {
    return bytesField(call.answer, await call.run(app, request));
  } catch (error) {
    if (call.refusal === undefined) throw error;
    onRefused(error);
    return bytesField(call.answer, call.refusal);
  }
}
