/** The client of the HTTP bench, in a process of its own: posts a signed load, one by one or in batches. */
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { readLoad } from './signedLoad.ts';

/** What the client is told to do. */
export interface HttpOrder {
  readonly port: number;
  /** A file of signedLoad.ts, and which of its transactions to send. */
  readonly file: string;
  readonly first: number;
  readonly end: number;
  readonly batch: boolean;
}
/** What it answers: null where the server has no such route. */
export type HttpDone = { readonly sent: number; readonly cpuMs: number } | null;

const singleConnections = 32;
const batchConnections = 3;
const batchTransactions = 512;
const lengthBytes = 4;
const fullWaitMs = 5;
const passing: ReadonlySet<string> = new Set([
  'chain.mempoolFull',
  'chain.accountQueueFull',
  'chain.nonceTooFar',
  'api.rateLimited',
]);
const agent = new Agent({ keepAlive: true, maxSockets: singleConnections });

const post = (port: number, path: string, type: string, body: Uint8Array) =>
  new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const headers = { 'Content-Type': type, 'Content-Length': body.length };
    const sent = request({ agent, port, path, host: '127.0.0.1', method: 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

const refuse = (status: number, text: string): never => {
  throw new Error(`The server answered ${status}: ${text.slice(0, 200)}`);
};
const codeOf = (text: string): string => String((JSON.parse(text) as { code?: unknown }).code ?? '');

const postOne = async (port: number, wire: Uint8Array): Promise<void> => {
  for (;;) {
    const { status, text } = await post(port, '/v1/transactions', 'application/cbor', wire);
    if (status === 202) return;
    if (!passing.has(codeOf(text))) refuse(status, text);
    await delay(fullWaitMs);
  }
};

const joined = (wires: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    wires.flatMap((wire) => {
      const length = Buffer.alloc(lengthBytes);
      length.writeUInt32BE(wire.length);
      return [length, wire];
    }),
  );

/** Sends a batch until every transaction of it is taken; false where there is no such route. */
const postBatch = async (port: number, wires: readonly Uint8Array[]): Promise<boolean> => {
  let left = wires;
  while (left.length > 0) {
    const { status, text } = await post(
      port,
      '/v1/transactions/batch',
      'application/octet-stream',
      joined(left),
    );
    if (status === 404 || status === 405) return false;
    if (status !== 200) {
      if (!passing.has(codeOf(text))) refuse(status, text);
      await delay(fullWaitMs);
      continue;
    }
    const { items } = JSON.parse(text) as { readonly items: readonly { readonly code?: string }[] };
    const again = left.filter((_, place) => items[place]?.code !== undefined);
    for (const { code } of items) if (code !== undefined && !passing.has(code)) refuse(status, code);
    left = again;
    if (left.length > 0) await delay(fullWaitMs);
  }
  return true;
};

const run = async ({ port, file, first, end, batch }: HttpOrder): Promise<HttpDone> => {
  const wires = readLoad(file).slice(first, end);
  const before = process.cpuUsage();
  let next = 0;
  let missing = false;
  const sendRest = async (): Promise<void> => {
    while (next < wires.length && !missing) {
      const piece = wires.slice(next, next + (batch ? batchTransactions : 1));
      next += piece.length;
      const [one] = piece;
      if (batch) missing = !(await postBatch(port, piece)) || missing;
      else if (one !== undefined) await postOne(port, one);
    }
  };
  const connections = batch ? batchConnections : singleConnections;
  await Promise.all(Array.from({ length: connections }, sendRest));
  const cpu = process.cpuUsage(before);
  return missing ? null : { sent: wires.length, cpuMs: (cpu.user + cpu.system) / 1000 };
};

process.on('message', (order: HttpOrder) => {
  void run(order).then((done) => process.send?.({ done }));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
