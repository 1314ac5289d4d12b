/** The ABCI server spoken to over its socket, as CometBFT does. */
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { AbciApplication, AbciBlock } from './abci.ts';
import { AbciServer, Frames } from './abciServer.ts';
import { bytesField, numberField, readFields, readVarint, varintBytes } from './protobuf.ts';

const servers: AbciServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const hash = Uint8Array.of(7, 7);
const standard: AbciApplication = {
  info: () => ({ height: 300, appHash: hash }),
  initChain: () => ({ appHash: hash }),
  checkTx: (transaction) => (transaction.length === 0 ? 4 : 0),
  prepareProposal: (block) => block.transactions,
  processProposal: () => true,
  finalizeBlock: (block) => ({ codes: block.transactions.map((_, index) => index), appHash: hash }),
  commit: () => ({ retainHeight: 0 }),
  query: (path, data) => ({ code: 0, log: path, value: data, height: 3 }),
  listSnapshots: () => [{ height: 9, format: 1, chunks: 2, hash }],
  offerSnapshot: ({ format }) => (format === 1 ? 'accept' : 'rejectFormat'),
  loadSnapshotChunk: (_height, _format, chunk) => Uint8Array.of(chunk),
  applySnapshotChunk: () => 'retry',
};

/** Sends the bytes in parts of a size; resolves to the whole answers as hex once `count` came or the server hung up. */
async function exchange(app: Partial<AbciApplication>, sent: Uint8Array, count: number, size = sent.length) {
  const failures: [string, boolean][] = [];
  const server = new AbciServer(
    { ...standard, ...app },
    { onError: (error, fatal) => failures.push([(error as Error).message, fatal]) },
  );
  servers.push(server);
  const socket = connect(await server.listen(0), '127.0.0.1');
  const answers: string[] = [];
  let bytes = Buffer.alloc(0);
  await new Promise<void>((resolve) => {
    socket.on('data', (part: Buffer) => {
      bytes = Buffer.concat([bytes, part]);
      for (let head = readVarint(bytes, 0); head !== undefined; head = readVarint(bytes, 0)) {
        const end = head.end + Number(head.value);
        if (end > bytes.length) break;
        answers.push(bytes.subarray(head.end, end).toString('hex'));
        bytes = bytes.subarray(end);
      }
      if (answers.length >= count) resolve();
    });
    socket.on('close', () => resolve());
    for (let at = 0; at < sent.length; at += size) socket.write(sent.subarray(at, at + size));
  });
  socket.destroy();
  return { answers, failures };
}

function frame(call: number, ...fields: Uint8Array[]): Uint8Array {
  const message = bytesField(call, Buffer.concat(fields));
  return Buffer.concat([varintBytes(message.length), message]);
}
const time = bytesField(6, Buffer.concat([numberField(1, 1_700_000_000), numberField(2, 5_999_999)]));
const oneTransaction = bytesField(1, Uint8Array.of(1));

test('gives each message out as soon as it is whole, wherever the bytes are cut', () => {
  const messages = [0, 1, 127, 128, 300].map((length) => new Uint8Array(length).fill(length % 251));
  const sent = Buffer.concat(messages.flatMap((message) => [varintBytes(message.length), message]));
  for (let size = 1; size <= sent.length; size++) {
    const frames = new Frames();
    const got: string[] = [];
    for (let at = 0; at < sent.length; at += size)
      for (const message of frames.add(sent.subarray(at, at + size)))
        got.push(Buffer.from(message).toString('hex'));
    expect(got).toEqual(messages.map((message) => Buffer.from(message).toString('hex')));
  }
});

test('answers in the order asked, however the bytes are cut', async () => {
  const checkTx = (transaction: Uint8Array): Promise<number> =>
    new Promise((resolve) => setImmediate(() => resolve(transaction.length === 0 ? 4 : 0)));
  const sent = Buffer.concat([
    frame(8),
    frame(2),
    frame(8, oneTransaction),
    frame(3),
    frame(1, bytesField(1, 'hi')),
  ]);
  const whole = [
    '4a020804',
    '1a00',
    '4a00',
    '2212' + '0a096d657269746c616e65' + '20ac02' + '2a020707',
    '12040a026869',
  ];
  for (const size of [1, 2, 3, 7, sent.length]) {
    const { answers, failures } = await exchange({ checkTx }, sent, whole.length, size);
    expect(answers).toEqual(whole);
    expect(failures).toEqual([]);
  }
});

test('hands a decided block over and answers a result for each transaction', async () => {
  const seen: AbciBlock[] = [];
  const finalizeBlock = (block: AbciBlock) => {
    seen.push(block);
    return standard.finalizeBlock(block);
  };
  const sent = frame(20, oneTransaction, bytesField(1, Uint8Array.of(2, 3)), numberField(5, 12), time);
  const { answers } = await exchange({ finalizeBlock }, Buffer.concat([sent, frame(11)]), 2);
  expect(seen).toMatchObject([{ height: 12, time: 1_700_000_000_005 }]);
  expect(seen[0]?.transactions.map((bytes) => [...bytes])).toEqual([[1], [2, 3]]);
  expect(answers).toEqual(['aa010a1200120208012a020707', '6200']);
});

test('never proposes more than fits with its framing', async () => {
  const transactions = [10, 10, 10].map((length) => bytesField(2, new Uint8Array(length)));
  for (const [bytesMax, fits] of [
    [31, 1],
    [32, 2],
    [48, 3],
  ] as const) {
    const { answers } = await exchange({}, frame(16, numberField(1, bytesMax), ...transactions), 1);
    const [response] = [...readFields(Buffer.from(answers[0] ?? '', 'hex'))];
    expect([...readFields(response?.bytes ?? new Uint8Array(0))]).toHaveLength(fits);
  }
});

test('refuses what fails on an uncommitted round and goes on', async () => {
  const broken = () => {
    throw new Error('broken');
  };
  const app = { checkTx: broken, processProposal: broken, prepareProposal: broken, query: broken };
  const sent = Buffer.concat([frame(8), frame(17, time), frame(16), frame(6), frame(2)]);
  const { answers, failures } = await exchange(app, sent, 5);
  expect(answers).toEqual(['4a020801', '9201020802', '8a0100', '3a020801', '1a00']);
  expect(failures).toEqual(Array.from({ length: 4 }, () => ['broken', false]));
});

test('hangs up without an answer where a decided block fails, and begins nothing behind it', async () => {
  let commits = 0;
  const finalizeBlock = () => Promise.reject(new Error('lost'));
  const commit = () => {
    commits++;
    return { retainHeight: 0 };
  };
  const { answers, failures } = await exchange(
    { finalizeBlock, commit },
    Buffer.concat([frame(20), frame(11)]),
    9,
  );
  expect({ answers, failures, commits }).toEqual({ answers: [], failures: [['lost', true]], commits: 0 });
  const short = await exchange(
    { finalizeBlock: () => ({ codes: [], appHash: hash }) },
    frame(20, oneTransaction),
    9,
  );
  expect(short.failures).toEqual([['A block of 1 transactions has 0 results.', true]]);
});

test('speaks of snapshots', async () => {
  const offer = (format: number) => frame(13, bytesField(1, numberField(2, format)));
  const load = frame(14, numberField(1, 9), numberField(2, 1), numberField(3, 1));
  const { answers } = await exchange({}, Buffer.concat([frame(12), offer(1), offer(2), load, frame(15)]), 5);
  expect(answers).toEqual([
    '6a0c0a0a08091001180222020707',
    '72020801',
    '72020804',
    '7a030a0101',
    '8201020803',
  ]);
});

test.each([
  ['an unknown call', frame(21), 'CometBFT sent a request of the unknown kind 21; run version 0.38.'],
  ['an empty message', Uint8Array.of(0), 'CometBFT sent a request of the unknown kind 0; run version 0.38.'],
  ['a cut field', Uint8Array.of(2, 0x12, 9), 'A protobuf message ends within a field.'],
  ['an endless length', new Uint8Array(12).fill(255), 'A protobuf varint is longer than ten bytes.'],
  ['too large a frame', varintBytes(1n << 40n), 'CometBFT sent 1099511627776 bytes at once; 109051904 fit.'],
])('hangs up on %s', async (_, sent, message) => {
  const { answers, failures } = await exchange({}, sent, 1);
  expect({ answers, failures }).toEqual({ answers: [], failures: [[message, true]] });
});
