/** Kills a node at each phase of a block and at random, and looks whether what it acknowledged is there, once. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import {
  ada,
  bob,
  modulesUrl,
  openingBalance,
  plainExecutor,
  registry,
  sequencer,
} from '#test/support/coinChain.ts';
import { balances } from '#test/support/coinModules.ts';
import { Node } from './node.ts';
import { crashPhases } from './storage/crashPoint.ts';

const script = fileURLToPath(new URL('../test/support/nodeCrashLoop.ts', import.meta.url));

/** Runs the loop until it is killed: by itself at a phase, or by us after some receipts. Gives what it acknowledged. */
const live = (folder: string, crashAt: string | undefined, killAfter: number): Promise<string[]> => {
  const { MERITLANE_CRASH_AT: _, ...environment } = process.env;
  const child = spawn(process.execPath, [script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: crashAt === undefined ? environment : { ...environment, MERITLANE_CRASH_AT: crashAt },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.length >= killAfter * 65) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`The loop ended by itself with ${code}.`));
      else resolve(output.split('\n').filter((line) => line.length === 64));
    });
  });
};

it('keeps every acknowledged transaction exactly once, wherever it is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'node-crash-'));
  const acknowledged = new Set<string>();
  try {
    const phases = [...crashPhases, undefined, undefined];
    for (const phase of phases) {
      const before = acknowledged.size === 0 ? 0 : await lastHeight(folder);
      const crashAt = phase === undefined ? undefined : `${phase}:${before + 12}`;
      const found = await live(folder, crashAt, phase === undefined ? 20 : Number.POSITIVE_INFINITY);
      expect(found.length, `receipts before ${crashAt}`).toBeGreaterThan(0);
      for (const id of found) acknowledged.add(id);
      await checkChain(folder, acknowledged);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const withNode = async <T>(folder: string, use: (node: Node) => Promise<T>): Promise<T> => {
  const node = await Node.open({
    folder,
    registry,
    modules: modulesUrl,
    sequencerSecret: sequencer.secret,
    executor: plainExecutor,
  });
  try {
    return await use(node);
  } finally {
    await node.close();
  }
};
const lastHeight = (folder: string): Promise<number> => withNode(folder, async ({ head }) => head.height);

const checkChain = (folder: string, acknowledged: ReadonlySet<string>): Promise<void> =>
  withNode(folder, async (node) => {
    const ids: string[] = [];
    for (let from = 1; from <= node.head.height; from += 200)
      for (const block of node.blocks(from, 200)) ids.push(...block.ids);
    const stored = new Set(ids);
    expect(stored.size, 'no transaction stands twice').toBe(ids.length);
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
    for (const id of acknowledged) expect(node.transaction(id)?.status).toBe('applied');
    await node.atRest();
    const sum = [ada, bob].reduce((total, { address }) => total + node.state.get(balances.read(address)), 0n);
    expect(sum).toBe(2n * openingBalance);
  });
