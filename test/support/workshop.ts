/** The whole product inside a test: chain, lanes, scorers, keeper and API over a fresh folder, with a typed client. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '#api/client/client.ts';
import { ed25519Signer } from '#api/client/submitter.ts';
import { type Meritlane, openMeritlane } from '#api/meritlaneNode.ts';
import { createApp } from '#api/server.ts';
import { toHex } from '#chain/crypto/bytes.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const untilTimeoutMs = 60_000;

export interface Workshop extends Meritlane {
  readonly folder: string;
  readonly client: ReturnType<typeof createClient>;
  /** The app itself, for requests that no client would make. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  /** Resolves with what `look` finds; it looks now and after each block that the lists know. */
  until<T>(look: () => Promise<T | undefined>): Promise<T>;
  readonly founders: ReturnType<typeof ed25519Signer>[];
}

export const openWorkshop = async (
  options: {
    readonly folder?: string;
    readonly testClock?: boolean;
    readonly modelFolders?: (string | undefined)[];
  } = {},
): Promise<Workshop> => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'meritlane-'));
  const meritlane = await openMeritlane({
    folder,
    log: quiet,
    workers: 2,
    ...(options.testClock === undefined ? {} : { testClock: options.testClock }),
    ...(options.modelFolders === undefined ? {} : { modelFolders: options.modelFolders }),
  });
  const { node, contentStore, readModel, services } = meritlane;
  const app = createApp({ node, contentStore, readModel, services });
  const request = async (path: string, init?: RequestInit): Promise<Response> =>
    app.app.request(path.replace(/^http:\/\/workshop/, ''), init);
  const client = createClient({
    url: 'http://workshop',
    fetch: (input, init) => request(String(input), init),
  });
  return {
    ...meritlane,
    folder,
    client,
    request,
    founders: meritlane.keys.founders.map((key) => ed25519Signer(toHex(key.secret))),
    async until(look) {
      const { promise, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => reject(new Error('It did not happen in time.')), untilTimeoutMs);
      try {
        for (;;) {
          const next = Promise.withResolvers<void>();
          const stop = readModel.onWritten(() => next.resolve());
          const found = await look();
          if (found === undefined) await Promise.race([next.promise, promise]);
          stop();
          if (found !== undefined) return found;
        }
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      app.close();
      await meritlane.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
};
