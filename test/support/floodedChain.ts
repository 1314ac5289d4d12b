/** A real node behind its HTTP server on 127.0.0.1, with honest senders whose transactions must all get through. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '#api/client/client.ts';
import { ed25519Signer } from '#api/client/submitter.ts';
import { startHttpServer } from '#api/httpServer.ts';
import type { RateLimit } from '#api/rateLimit.ts';
import { type ApiChain, secretOf, startApiChain } from './apiChain.ts';

/** A flood of the tests comes from one address. */
const noRateLimit: RateLimit = { burst: 1e9, perSecond: 1e9 };

/** A refusal, or any other answer in JSON. */
export interface Answer {
  readonly status?: number | string;
  readonly code?: string;
  readonly detail?: string;
}
export interface FloodedChain {
  readonly api: ApiChain;
  /** Speaks through sockets. */
  readonly client: Client;
  postJson(path: string, body: string): Promise<Answer>;
  postBytes(path: string, body: Uint8Array, type?: string): Promise<Answer | object>;
  /** Sends `count` transactions of each of `senders` fresh accounts, one after another; answers how many were applied. */
  sendHonestly(senders: number, count: number): Promise<number>;
  stop(): Promise<void>;
}

export const startFloodedChain = async (writeRateLimit = noRateLimit): Promise<FloodedChain> => {
  const api = await startApiChain({ writeRateLimit });
  const webFolder = mkdtempSync(join(tmpdir(), 'flood-'));
  const server = await startHttpServer({ port: 0, webFolder });
  server.setApp(api);
  const url = `http://127.0.0.1:${server.port}`;
  const client = createClient({ url });
  const post = async (
    path: string,
    type: string,
    body: string | Uint8Array<ArrayBuffer>,
  ): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body,
    });
    return (await response.json()) as Answer;
  };
  let people = 0;
  return {
    api,
    client,
    postJson: (path, body) => post(path, 'application/json', body),
    postBytes: (path, body, type = 'application/octet-stream') => post(path, type, Uint8Array.from(body)),
    async sendHonestly(senders, count) {
      const applied = await Promise.all(
        Array.from({ length: senders }, async () => {
          const signer = ed25519Signer(secretOf(`honest ${people++}`));
          let done = 0;
          for (let i = 0; i < count; i++) {
            const { status } = await client.submit('accounts.setProfile', { name: `honest ${i}` }, signer);
            if (status === 'applied') done++;
          }
          return done;
        }),
      );
      return applied.reduce((sum, one) => sum + one, 0);
    },
    async stop() {
      await server.close();
      await api.stop();
      rmSync(webFolder, { recursive: true, force: true });
    },
  };
};
