/** docs/operating.md names commands that run, and files that they make. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { findComet } from '#chain/ordering/comet/cometProcess.ts';
import { type ApiChain, startApiChain } from './support/apiChain.ts';
import { startTestCli, type TestCli } from './support/testCli.ts';

const page = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8');
const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, body = '']) =>
  body.trim().split('\n'),
);
/** The words behind `npm run merit --`. */
const wordsOf = (line: string): string[] => line.replace('npm run merit -- ', '').split(' ');
const lineOf = (part: string): string => lines.find((line) => line.includes(part)) ?? '';

let chain: ApiChain;
let cli: TestCli;
beforeAll(async () => {
  chain = await startApiChain();
  cli = startTestCli(chain);
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await chain.stop();
  cli.close();
});

it('has no command but those that are run here', () => {
  const [install, ...ours] = lines;
  expect(ours.map((line) => wordsOf(line).slice(0, 2).join(' '))).toEqual([
    'network create',
    'network start',
    'network status',
  ]);
  // A machine without the program is told the same command.
  expect(() => findComet({ PATH: '', HOME: '' })).toThrow(install);
});

it('makes a network, says how it stands, and starts it where CometBFT is', async () => {
  const made = await cli.run(...wordsOf(lineOf('network create')), '--json');
  expect(made).toMatchObject({ code: 0, json: { nodes: { length: 4 } } });
  expect(lines).toContain(made.json['next']);
  for (const path of [
    'net/keys/demo-keys',
    'net/node0/comet/config/priv_validator_key.json',
    'net/node3/comet/data/priv_validator_state.json',
    'net/node1/keys/sequencer',
  ])
    expect([path, existsSync(join(cli.home, path))]).toEqual([path, true]);

  const { height, stateRoot } = chain.node.head;
  const status = await cli.run(...wordsOf(lineOf('network status')), '--json');
  expect(status.json['items']).toEqual(
    [0, 1, 2, 3].map((number) => ({ name: `node${number}`, answers: true, height, stateRoot })),
  );

  vi.stubEnv('COMETBFT', join(cli.home, 'none'));
  const started = await cli.run(...wordsOf(lineOf('network start')), '--json');
  expect(started).toMatchObject({ code: 1, json: { error: { code: 'cli.usage' } } });
  expect(started.errors.join()).toContain('is no program that can be run');
});

it('refuses what no network can be made of, and says which part', async () => {
  const refused = async (...words: string[]) => (await cli.run('network', ...words, '--json')).errors.join();
  expect(await refused('create', '--out', 'other', '--port', '0')).toContain(
    '--port takes a whole number from 1 to 65000.',
  );
  expect(await refused('create', '--out', 'net')).toContain('is not empty');
  expect(await refused('create', '--out', 'other', '--hosts', 'a.example')).toContain(
    '4 validators need 4 hosts',
  );
  expect(await refused('status', '--dir', 'none')).toContain('There is no folder');
  expect(await refused('start', '--dir', 'net', '--only', 'node9')).toContain('is a node of the network');
});
