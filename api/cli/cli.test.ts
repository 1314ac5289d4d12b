/** The command line, over a real node: keys, work, proofs, commands read off the modules, and refusals. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '#chain/crypto/bytes.ts';
import { decodeList } from '#chain/lists.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import { modules } from '#governance/modules.ts';
import { type ApiChain, daoId, registry, scoreWork, startApiChain } from '#test/support/apiChain.ts';
import { startTestCli, type TestCli } from '#test/support/testCli.ts';
import { titleOf } from './contributionCommands.ts';
import { kebabCase } from './moduleCommands.ts';
import { createProgram } from './program.ts';

let chain: ApiChain;
let cli: TestCli;
let home = '';
const run: TestCli['run'] = (...words) => cli.run(...words);
beforeAll(async () => {
  chain = await startApiChain();
  cli = startTestCli(chain);
  home = cli.home;
  await cli.createKeys('ada');
});
afterAll(async () => {
  await chain.stop();
  cli.close();
});

const patch = [
  'From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001',
  'From: Someone <someone@example.org>',
  'Subject: [PATCH 1/2] Add a greeting',
  '',
  '---',
  'diff --git a/hello.ts b/hello.ts',
  'new file mode 100644',
  '--- /dev/null',
  '+++ b/hello.ts',
  '@@ -0,0 +1,1 @@',
  "+export const greeting = 'hello';",
  '',
].join('\n');

describe('keys', () => {
  it('are made once, kept for their owner alone, and never shown', async () => {
    const made = await run('keys', 'create', 'eve', '--json');
    expect(made).toMatchObject({ code: 0, json: { name: 'eve', address: expect.stringMatching(/^merit1/) } });
    const path = String(made.json['path']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const secret = (JSON.parse(readFileSync(path, 'utf8')) as { secret: string }).secret;
    for (const words of [
      ['keys', 'show', 'eve', '--json'],
      ['keys', 'list', '--json'],
    ])
      expect((await run(...words)).lines.join()).not.toContain(secret);
    expect(await run('keys', 'create', 'eve', '--json')).toMatchObject({
      code: 1,
      json: { error: { code: 'cli.keyExists' } },
    });
    expect((await run('keys', 'create', '../eve')).errors.join()).toContain('cli.badKeyName');
  });
});

describe('work', () => {
  it('is submitted, waited for until paid, proven, and shown among the rewards', async () => {
    const file = join(home, 'fix.patch');
    writeFileSync(file, patch);
    const waiting = run(
      'contributions',
      'submit',
      '--dao',
      daoId,
      '--kind',
      'code',
      '--file',
      file,
      '--key',
      'ada',
      '--wait',
      '--json',
    );
    let submitted: string | undefined;
    await expect
      .poll(async () => {
        submitted = (await chain.client.list.contributions.contributions()).items[0]?.id;
        return submitted;
      })
      .toBeDefined();
    await scoreWork(chain, submitted ?? '');
    const { code, json } = await waiting;
    expect(code).toBe(0);
    expect(json).toMatchObject({
      id: submitted,
      title: 'Add a greeting',
      scores: [6_400, 4_500, 4_000, 7_800],
      explanation: { scores: [6_400, 4_500, 4_000, 7_800] },
      receipt: { id: submitted, status: 'applied' },
      reward: { contribution: submitted, part: 'immediate' },
    });
    const account = String(json['author']);
    const rewards = await run('rewards', 'list', '--account', account, '--json');
    expect(rewards.json['totals']).toEqual([{ token: daoId, amount: json['immediate'], payments: 1 }]);

    const proof = join(home, 'proof.json');
    expect(
      (await run('proofs', 'get', '--contribution', String(submitted), '--out', proof, '--json')).code,
    ).toBe(0);
    const verified = await run('proofs', 'verify', proof, '--json');
    expect(verified).toMatchObject({
      code: 0,
      json: { ok: true, collection: 'contributions.items', value: { paidSoFar: json['immediate'] } },
    });
    const otherHash = await run('proofs', 'verify', proof, '--genesis', '00'.repeat(32), '--json');
    expect(otherHash).toMatchObject({ code: 1, json: { error: { code: 'cli.proofFalse' } } });
    const forged = JSON.parse(readFileSync(proof, 'utf8')) as { cell: { value: string } };
    forged.cell.value = forged.cell.value.replace(/[0-9](?=[0-9a-f]{10}$)/, (digit) =>
      digit === '1' ? '2' : '1',
    );
    writeFileSync(proof, JSON.stringify(forged));
    expect((await run('proofs', 'verify', proof)).code).toBe(1);
    rmSync(join(home, 'chains.json'));
    expect((await run('proofs', 'verify', proof, '--json')).json).toMatchObject({
      error: { code: 'cli.noTrustedGenesis' },
    });
  });

  it('is titled by its subject, its heading or its file', () => {
    expect(titleOf('/a/fix.patch', utf8(patch))).toBe('Add a greeting');
    expect(titleOf('/a/plan.md', utf8('\n# The plan\n'))).toBe('The plan');
    expect(titleOf('/a/notes.txt', utf8('words'))).toBe('notes.txt');
    expect(
      new TextEncoder().encode(titleOf('x', utf8(`# ${'🙂'.repeat(100)}\n`))).length,
    ).toBeLessThanOrEqual(200);
  });
});

describe('commands of modules', () => {
  it('send transactions and read queries and lists', async () => {
    const sent = await run('accounts', 'set-profile', '--name', 'Ada', '--key', 'ada', '--json');
    expect(sent).toMatchObject({
      code: 0,
      json: { status: 'applied', events: [{ name: 'accounts.profileSet' }] },
    });
    const { address } = (await run('keys', 'show', 'ada', '--json')).json;
    const account = await run('accounts', 'get-account', '--account', String(address), '--json');
    expect(account.json).toMatchObject({ name: 'Ada' });
    expect((await run('daos', 'list', '--limit', '1', '--json')).json).toMatchObject({
      items: [{ id: daoId }],
      next: null,
    });
    const actions = JSON.stringify([
      {
        kind: 'treasury.pay',
        payload: { dao: daoId, payments: [{ account: address, amount: '1' }], memo: 'thanks' },
      },
    ]);
    const proposed = await run('proposals', 'create', '--help');
    expect(proposed.lines.join()).toContain('--actions <json>');
    expect(actions).toContain('treasury.pay');
  });

  it('exist for every kind, query and list, each with help and a node to talk to', () => {
    const program = createProgram({ stdout: () => undefined, stderr: () => undefined, variables: {} });
    for (const module of modules) {
      const group = program.commands.find((one) => one.name() === kebabCase(module.name));
      const names = group?.commands.map((one) => one.name()) ?? [];
      const declared = [
        ...[module.transactions, module.queries].flatMap((part) => Object.keys(part)),
        ...Object.keys(module.lists).map((name) => (name === module.name ? 'list' : name)),
      ].map(kebabCase);
      expect(new Set(names)).toEqual(new Set(declared));
      expect(names.length).toBe(declared.length);
    }
    const leaves = program.commands.flatMap((group) =>
      group.commands.length === 0 ? [group] : group.commands,
    );
    expect(leaves.length).toBeGreaterThan(40);
    for (const leaf of leaves) {
      const flags = leaf.options.map(({ long }) => long);
      expect(flags).toContain('--json');
      expect(flags).toContain('--url');
      expect(leaf.description()).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('end with a sentence and a code where they are refused', async () => {
    const cases: [string[], string][] = [
      [['nothing'], 'cli.usage'],
      [['tokens', 'transfer'], 'cli.usage'],
      [['daos', 'list', '--limit', 'many'], 'cli.usage'],
      [['daos', 'get-dao', '--dao', '00'.repeat(32)], 'daos.notFound'],
      [['accounts', 'set-profile', '--name', 'x', '--key', 'nobody'], 'cli.noKey'],
      [
        ['tokens', 'transfer', '--token', daoId, '--account', 'merit1', '--amount', '1', '--key', 'ada'],
        'chain.malformed',
      ],
      [['proofs', 'verify', '/nowhere/proof.json'], 'cli.noFile'],
      [['scoring', 'explain', '--file', '/nowhere/fix.patch'], 'cli.noFile'],
    ];
    for (const [words, code] of cases) {
      const { code: exit, errors, json } = await run(...words, '--json');
      expect(exit).toBe(1);
      expect(errors.at(-1)).toMatch(new RegExp(`^[A-Z].*\\(${code.replace('.', '\\.')}\\)$`, 's'));
      expect(json).toMatchObject({ error: { code, title: expect.stringMatching(/\.$/) } });
    }
    expect((await run('--help')).code).toBe(0);
  });
});

describe('the lanes', () => {
  it('are told with their totals, and a limit that is no number is refused', async () => {
    const { code, json } = await run('lanes', '--limit', '2', '--json');
    expect(code).toBe(0);
    expect(json['items']).toHaveLength(2);
    expect(json['totals']).toMatchObject({ workers: [{ share: 1 }], moduleFaults: 0 });
    expect((await run('lanes', '--limit', 'two', '--json')).json).toMatchObject({
      error: { code: 'cli.usage' },
    });
    expect((await run('lanes', '--limit', '999', '--json')).json).toMatchObject({
      error: { code: 'api.badRequest' },
    });
  });
});

describe('many transactions', () => {
  it('are signed out of a file, sent, and sent again without doing anything twice', async () => {
    const [file, out] = [join(home, 'drafts.json'), join(home, 'batch.bin')];
    const drafts = ['one', 'two'].map((name) => ({ kind: 'accounts.setProfile', payload: { name } }));
    const rejected = {
      kind: 'accounts.removeKey',
      payload: { scheme: 0, publicKey: 'cc'.repeat(32) },
    };
    writeFileSync(file, JSON.stringify([...drafts, rejected]));
    await run('keys', 'create', 'bulk');
    const sign = ['transactions', 'sign-batch', '--file', file, '--key', 'bulk', '--out', out, '--json'];
    expect(await run(...sign)).toMatchObject({ code: 0, json: { transactions: 3, out } });
    const signed = decodeList(readFileSync(out)).map((wire) => decodeTransaction(registry, wire));
    expect(signed.map(({ path }) => path?.place)).toEqual([0, 1, 2]);
    expect(new Set(signed.map(({ signature }) => signature)).size).toBe(1);
    expect((await run(...sign)).json).toMatchObject({ error: { code: 'cli.fileExists' } });
    expect((await run('transactions', 'send-batch', out)).code).toBe(0);
    const again = await run('transactions', 'send-batch', out, '--wait', '--json');
    expect(JSON.parse(again.lines.at(-2) ?? '')).toMatchObject({ transactions: 3, applied: 2, rejected: 1 });
    expect(again).toMatchObject({
      code: 1,
      json: {
        error: { code: 'cli.someRefused', detail: '1 of 3, the first at place 2: accounts.keyUnknown.' },
      },
    });
  });

  it('are refused with a reason where the file is not what it should be', async () => {
    const file = join(home, 'bad');
    const refusal = async (content: string | Uint8Array, ...words: string[]) => {
      writeFileSync(file, content);
      return (await run('transactions', ...words, '--json')).json['error'];
    };
    const sign = ['sign-batch', '--file', file, '--key', 'ada', '--out', join(home, 'never.bin')];
    expect(await refusal('{', ...sign)).toMatchObject({ code: 'cli.badJson' });
    expect(await refusal('[{"kind":1}]', ...sign)).toMatchObject({
      code: 'cli.badDrafts',
      detail: expect.stringMatching(/^0\./),
    });
    const unknown = '[{"kind":"no.kind","payload":{}}]';
    expect(await refusal(unknown, ...sign)).toMatchObject({ code: 'chain.unknownKind' });
    expect(await refusal(Uint8Array.of(0, 0, 0, 9, 1), 'send-batch', file)).toMatchObject({
      code: 'cli.badBatch',
      detail: expect.stringContaining('Transaction 0 should have 9 bytes, and 1 are left'),
    });
    expect((await run('transactions', 'send-batch', join(home, 'none'), '--json')).json).toMatchObject({
      error: { code: 'cli.noFile' },
    });
  });
});

describe('a stored chain', () => {
  it('is replayed, and a file is scored, without a node', async () => {
    const other = await startApiChain();
    await other.client.advance(1_000);
    await other.stop(true);
    expect(await run('chain', 'replay', '--data', other.folder, '--workers', '1', '--json')).toMatchObject({
      code: 0,
      json: { ok: true, blocks: 2 },
    });
    rmSync(other.folder, { recursive: true, force: true });
    const file = join(home, 'fix.patch');
    writeFileSync(file, patch);
    const explained = await run('scoring', 'explain', '--file', file, '--json');
    expect(explained).toMatchObject({ code: 0, json: { scores: expect.any(Array) } });
    writeFileSync(file, 'no patch');
    expect((await run('scoring', 'explain', '--file', file, '--json')).json).toMatchObject({
      error: { code: 'scoring.notAPatch' },
    });
  });
});
