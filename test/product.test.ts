/** The process as people start it: one line with the address, goes on where it was, ends cleanly, refuses in sentences. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startProduct } from './support/product.ts';

const status = async (url: string) =>
  (await (await fetch(`${url}/v1/status`)).json()) as {
    chainId: string;
    height: number;
    genesisHash: string;
  };

it('prints one line, answers at once, ends on Ctrl-C with 0, and goes on with the same chain', async () => {
  const first = await startProduct();
  expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  expect(first.output().trim().split('\n')).toHaveLength(1);
  const before = await status(first.url);
  expect(before.chainId).toMatch(/^demo-[0-9a-f]{8}-[0-9a-f]{16}$/);
  expect(await first.stop({ clean: false })).toBe(0);
  const second = await startProduct({ DATA: first.folder });
  try {
    const after = await status(second.url);
    expect(after.chainId).toBe(before.chainId);
    expect(after.height).toBeGreaterThanOrEqual(before.height);
    // A crash may garble the last entry of the file of roots, so the flip below needs one before the last.
    await expect.poll(async () => (await status(second.url)).height, { timeout: 60_000 }).toBeGreaterThan(2);
  } finally {
    expect(await second.stop({ clean: false })).toBe(0);
  }
  // A flipped byte in the stored chain: it refuses to start and names the block.
  const roots = join(first.folder, 'roots.log');
  const bytes = readFileSync(roots);
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  writeFileSync(roots, bytes);
  await expect(startProduct({ DATA: first.folder })).rejects.toThrow(/block \d+/i);
});

it('two new folders have chains of different names, so that no signature is valid on both', async () => {
  const [one, two] = await Promise.all([startProduct(), startProduct()]);
  try {
    expect((await status(one.url)).chainId).not.toBe((await status(two.url)).chainId);
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
});

it('says in a sentence that the port is taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(startProduct({ PORT: String(port) })).rejects.toThrow(/is taken by another program/);
  server.close();
});
