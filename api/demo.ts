/** The demo: a DAO whose first contributions are this repository's own commits, made when a data folder is new. */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encodeValue } from '#chain/codec.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import {
  callId,
  defaultParameters,
  encodeGenesis,
  engineVersion,
  type Genesis,
  genesisTransactionId,
} from '#chain/genesis.ts';
import type { Log, Node } from '#chain/node.ts';
import { kindOf, parsePayload, type Registry } from '#chain/registry.ts';
import type { ContentStore } from '#chain/storage/contentStore.ts';
import { contents } from '#governance/contributions/state.ts';
import { openSource, paces } from '#governance/daos/templates.ts';
import { defaultModelFolder, extractorHashOf, readModelFolder } from '#scoring/modelFolder.ts';
import { allRows, tablesRoot } from '#scoring/reference.ts';
import { keyInFile, type LocalKey } from './localKeys.ts';
import { Sender } from './sender.ts';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('..', import.meta.url));

export const founderNames = ['Ada', 'Ben', 'Chen'] as const;
const scorerCount = 4;
const constitution = `Meritlane demo

1. Work is paid for what it measurably is: quality, quantity, impact and value, scored by the model in force.
2. Every score comes with its reasons; whoever doubts one may challenge it.
3. Members decide every rule by vote. Nobody votes for them.
4. Whoever is new may contribute at once and receives a part before anyone accepts the work.`;

/** Keys of a data folder: sequencer, keeper, scorers and the demo's founders. */
export interface FolderKeys {
  readonly sequencer: LocalKey;
  readonly keeper: LocalKey;
  readonly scorers: readonly LocalKey[];
  readonly founders: readonly LocalKey[];
}
/** Which of the demo's keys a folder has. */
interface KeysHere {
  /** Scorers that work here, from 1; all four unless given. */
  readonly scorers?: readonly number[];
  /** Whether the founders' keys are here; so unless given. */
  readonly demo?: boolean;
}
export const keysOf = (folder: string, { scorers, demo = true }: KeysHere = {}): FolderKeys => ({
  sequencer: keyInFile(join(folder, 'keys', 'sequencer')),
  keeper: keyInFile(join(folder, 'keys', 'keeper')),
  scorers: (scorers ?? Array.from({ length: scorerCount }, (_, i) => i + 1)).map((number) =>
    keyInFile(join(folder, 'keys', `scorer-${number}`)),
  ),
  founders: (demo ? founderNames : []).map((name) =>
    keyInFile(join(folder, 'demo-keys', name.toLowerCase())),
  ),
});

/** What a chain registers of a model, in JSON form. */
const modelRegistration = (folder = defaultModelFolder) => {
  const { model, modelHash } = readModelFolder(folder);
  return {
    modelHash,
    model: {
      extractorHash: extractorHashOf(),
      tablesRoot: toHex(tablesRoot(model)),
      rowCount: allRows(model).length,
      featureCount: model.features.length,
      bias: [...model.bias],
    },
  };
};

/** A genesis with a fresh name, so that no signature of another machine's chain is valid here. */
export const demoGenesis = (
  registry: Registry,
  keys: FolderKeys,
  options: {
    readonly time: number;
    readonly testClock: boolean;
    /** Keys that may sign headers; the folder's own unless given. */
    readonly sequencers?: readonly string[];
  },
): Uint8Array => {
  const { modelHash, model } = modelRegistration();
  const create = openSource(
    {
      name: 'Meritlane',
      purpose: 'Builds the chain on which DAOs pay for work.',
      constitution,
      symbol: 'MRT',
      founders: keys.founders.map(({ address }) => ({ account: address, free: 20_000n, staked: 100_000n })),
      scorers: keys.scorers.map(({ address }) => address),
      modelHash,
      model,
    },
    paces.demo,
  );
  const dao = demoDaoId;
  const budgets = create.budgets.map(({ kind, amountPerEpoch }) => ({ kind, amount: amountPerEpoch }));
  const [founder] = keys.founders;
  if (founder === undefined) throw new Error('The demo has no founder.');
  const call = (sender: LocalKey, kind: string, json: unknown) => ({
    sender: sender.account,
    kind,
    payload: toHex(encodeValue(kindOf(registry, kind).payload, parsePayload(registry, kind, json))),
  });
  const genesis: Genesis = {
    name: `${options.testClock ? 'testclock' : 'demo'}-${toHex(randomBytes(4))}`,
    time: options.time,
    engine: engineVersion,
    parameters: { ...defaultParameters, unbondingMinMs: 120_000 },
    sequencers: [...(options.sequencers ?? [keys.sequencer.publicKey])],
    rpIds: ['localhost'],
    testClock: options.testClock,
    calls: [
      call(founder, 'daos.create', create),
      ...keys.founders.map((key, i) => call(key, 'accounts.setProfile', { name: founderNames[i] })),
      call(founder, 'treasury.openEpoch', { dao, epoch: 0, budgets }),
      // Three jurors, so that whoever appeals gets a jury.
      ...keys.founders.map((key, count) =>
        call(key, 'disputes.enlist', { dao, slots: 1, count, amount: create.court?.seatStake ?? '0' }),
      ),
    ],
  };
  return encodeGenesis(genesis);
};
/** The demo DAO is made by the first call of genesis. */
const demoDaoId = callId(genesisTransactionId, 0);

/** Newest commits that become contributions; older history adds nothing that a newcomer would look at. */
const commitsMax = 40;
const patchBytesMax = 8 * 1024 * 1024;

/** What became of the repository's history. */
export type DemoHistory = { readonly commits: number } | { readonly why: string };

const git = async (...args: string[]): Promise<string> => {
  const { stdout } = await run('git', args, { cwd: repository, maxBuffer: patchBytesMax, encoding: 'utf8' });
  return stdout;
};

/**
 * Submits the repository's newest commits, oldest first, as contributions of the first founder. Commits that stand in the
 * chain already are passed over, so it may run at every start. Where there is no history it says why.
 */
export const submitHistory = async (
  node: Node,
  contentStore: ContentStore,
  keys: FolderKeys,
  log: Log,
  stopped: () => boolean,
): Promise<DemoHistory> => {
  const [founder] = keys.founders;
  if (founder === undefined) return { why: 'The demo has no founder.' };
  let commits: string[];
  try {
    const top = (await git('rev-parse', '--show-toplevel')).trim();
    if (top === '') return { why: 'There is no git history here, so the demo starts empty.' };
    commits = (await git('rev-list', '--no-merges', `--max-count=${commitsMax}`, 'HEAD'))
      .trim()
      .split('\n')
      .reverse();
  } catch {
    return { why: 'There is no git history here, so the demo starts empty.' };
  }
  const sender = new Sender(node, founder);
  let submitted = 0;
  for (const commit of commits) {
    if (stopped()) break;
    const sent = await submitCommit(node, contentStore, sender, founder, commit).catch((error: unknown) => {
      log.warn({ commit, error: String(error) }, 'A commit of this repository could not be submitted.');
      return false;
    });
    if (sent) submitted++;
  }
  return { commits: submitted };
};

const submitCommit = async (
  node: Node,
  contentStore: ContentStore,
  sender: Sender,
  founder: LocalKey,
  commit: string,
): Promise<boolean> => {
  const patch = new TextEncoder().encode(
    await git('format-patch', '-1', '--stdout', '--no-signature', commit),
  );
  // Derived from a key that stays here, so that the same commit has the same content id at every start.
  const salt = createHash('sha256').update(founder.secret).update(commit).digest('hex');
  const contentId = await contentStore.put(patch, salt, Date.now());
  await node.atRest();
  if (node.state.get(contents.read(demoDaoId, contentId)) !== undefined) return false;
  const title = (await git('log', '-1', '--format=%s', commit)).trim().slice(0, 120) || commit.slice(0, 12);
  const payload = { dao: demoDaoId, kind: 'code', contentId, title };
  const receipt = await sender.send('contributions.submit', payload);
  return receipt.status === 'applied';
};
