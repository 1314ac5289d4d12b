/** CONTRIBUTING.md quotes code that exists, and the module it builds is served, indexed and commanded by declaration alone. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addModuleCommands } from '#api/cli/moduleCommands.ts';
import { type Client, createClient } from '#api/client/client.ts';
import { ed25519Signer } from '#api/client/submitter.ts';
import { ReadModel } from '#api/readModel/readModel.ts';
import { eventTables } from '#api/readModel/tables.ts';
import { type App, createApp } from '#api/server.ts';
import { encodeValue } from '#chain/codec.ts';
import { parseAddress } from '#chain/crypto/address.ts';
import { fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { publicKeyOfSeed } from '#chain/crypto/ed25519.ts';
import { PlainExecutor } from '#chain/execution/plainExecutor.ts';
import {
  callId,
  defaultParameters,
  encodeGenesis,
  engineVersion,
  genesisTransactionId,
} from '#chain/genesis.ts';
import { Node } from '#chain/node.ts';
import { createRegistry, kindOf, parsePayload } from '#chain/registry.ts';
import { openContentStore } from '#chain/storage/contentStore.ts';
import { sha256Hex } from '#hash';
import { modules } from './guide/modules.ts';
import { pledges } from './guide/pledges.ts';

const root = new URL('../', import.meta.url);
const guide = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8');

describe('CONTRIBUTING.md', () => {
  const blocks = [...guide.matchAll(/^```ts (\S+)\n([\s\S]*?)^```$/gm)].map(([, path = '', body = '']) => ({
    path,
    body,
  }));

  it('quotes files as they stand: whole, or in parts that follow each other', () => {
    expect(new Set(blocks.map(({ path }) => path))).toEqual(
      new Set(['test/guide/pledges.ts', 'test/guide/modules.ts']),
    );
    for (const path of new Set(blocks.map((block) => block.path))) {
      const parts = blocks.filter((block) => block.path === path).map(({ body }) => body.trim());
      expect(parts.join('\n\n')).toBe(readFileSync(new URL(path, root), 'utf8').trim());
    }
  });

  it('names only files and scripts that exist', () => {
    const named = [...guide.matchAll(/`((?:\w+\/)+[\w.-]+\.(?:ts|tsx|md|json)|(?:\w+\/)+)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const [, script = ''] of guide.matchAll(/`npm run ([\w-]+)/g))
      expect(Object.keys(scripts)).toContain(script);
  });
});

describe('the module of the guide', () => {
  const registry = createRegistry(modules);
  const sequencerSecret = fromHex(sha256Hex(utf8('the sequencer of the guide')));
  const ada = ed25519Signer(sha256Hex(utf8('ada of the guide')));
  const token = callId(genesisTransactionId, 0);
  let node: Node;
  let readModel: ReadModel;
  let app: App;
  let client: Client;
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));

  beforeAll(async () => {
    const coin = { symbol: 'COIN', name: 'A coin', decimals: 0, cap: '1000' };
    const payload = { ...coin, initial: [{ account: ada.address, amount: '1000' }] };
    const issue = parsePayload(registry, 'tokens.issue', payload);
    const genesis = encodeGenesis({
      name: 'guide',
      time: 1_800_000_000_000,
      engine: engineVersion,
      parameters: defaultParameters,
      sequencers: [toHex(publicKeyOfSeed(sequencerSecret))],
      rpIds: ['localhost'],
      testClock: true,
      calls: [
        {
          sender: parseAddress(ada.address),
          kind: 'tokens.issue',
          payload: toHex(encodeValue(kindOf(registry, 'tokens.issue').payload, issue)),
        },
      ],
    });
    node = await Node.open({
      folder,
      registry,
      modules: new URL('./guide/modules.ts', import.meta.url),
      genesis,
      sequencerSecret,
      executor: async (facts, ofChain) => new PlainExecutor(ofChain, facts),
    });
    const contentStore = await openContentStore(join(folder, 'content'));
    readModel = ReadModel.open({
      path: join(folder, 'read.sqlite'),
      node,
      onError: (error) => {
        throw error;
      },
    });
    await readModel.ready;
    const services = {
      explanation: async () => undefined,
      preview: async () => {
        throw new Error('Nothing is scored here.');
      },
    };
    app = createApp({ node, contentStore, readModel, services });
    client = createClient({
      url: 'http://guide',
      registry,
      fetch: async (input, init) => app.app.request(input, init),
    });
  });
  afterAll(async () => {
    app.close();
    await readModel.close();
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is sent by the client, listed and queried over REST, and told by the command line', async () => {
    const receipt = await client.submitAny('pledges.make', { token, amount: '40' }, ada);
    expect(receipt).toMatchObject({ status: 'applied', events: [{ name: 'pledges.made' }] });
    const zero = client.submitAny('pledges.make', { token, amount: '0' }, ada);
    await expect(zero).rejects.toMatchObject({ code: 'pledges.zeroAmount', status: 422 });

    const path = `/v1/pledges/${token}/${ada.address}`;
    expect(await client.get(path)).toEqual({ token, account: ada.address, pledged: '40' });
    await client.submitAny('pledges.withdraw', { token, amount: '15' }, ada);
    const list = await client.get<{ items: unknown[] }>('/v1/pledges', { account: ada.address });
    expect(list.items).toMatchObject([{ amount: '40', pledged: '25' }]);

    const lines: string[] = [];
    const program = new Command();
    const environment = {
      stdout: (line: string) => lines.push(line),
      stderr: (line: string) => lines.push(line),
      variables: {},
      fetch: async (input: Request | string | URL, init?: RequestInit) => app.app.request(input, init),
    };
    const group = addModuleCommands(environment, program, pledges, new Set());
    expect(group.commands.map((command) => command.name())).toEqual([
      'make',
      'withdraw',
      'get-pledge',
      'list',
    ]);
    const words = [
      'pledges',
      'get-pledge',
      '--token',
      token,
      '--account',
      ada.address,
      '--url',
      'http://guide',
      '--json',
    ];
    await program.parseAsync(words, { from: 'user' });
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ pledged: '25' });
  });

  it('stands in the OpenAPI document, the error catalogue and the tables', async () => {
    const document = app.document as {
      paths: Record<string, { get?: { operationId: string } }>;
      components: { schemas: Record<string, unknown> };
    };
    expect(document.paths['/v1/pledges/{token}/{account}']?.get?.operationId).toBe('pledges.getPledge');
    expect(document.paths['/v1/pledges']?.get?.operationId).toBe('pledges.pledges');
    expect(document.components.schemas['pledges.make']).toMatchObject({ required: ['token', 'amount'] });
    expect(await (await app.app.request('/errors/pledges.zeroAmount')).json()).toMatchObject({ status: 422 });
    const fields = eventTables(registry)
      .get('pledges.made')
      ?.fields.map(({ column }) => column);
    expect(fields).toEqual(['token', 'account', 'amount']);
  });
});
