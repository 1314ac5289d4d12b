/** Steps that bring a chain to where a case begins: a DAO, its budgets, submitted, scored and accepted work, proposals. */
import { fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { type Contribution, contributions, escrow } from '#governance/contributions/state.ts';
import type { CreateDaoJson } from '#governance/daos/templates.ts';
import { proposals } from '#governance/proposals/state.ts';
import { mayCarry } from '#governance/proposals/trackActions.ts';
import { commitmentOf } from '#governance/scorers/reveal.ts';
import { bonds } from '#governance/scorers/state.ts';
import { balances } from '#governance/tokens/state.ts';
import { sha256Hex } from '#hash';
import { featuresHash } from '#scoring/attestation.ts';
import { explain, rowPath, rowsFor } from '#scoring/reference.ts';
import {
  daoPayload,
  extractorHash,
  modelHash,
  salt,
  scorerNames,
  smallModel,
} from '#test/support/testDao.ts';
import type { Stage } from './stage.ts';

/** 32 bytes that stand for nothing. */
export const unknownId = 'ee'.repeat(32);
const features = [12, 20];
const honestScores = [...explain(smallModel, features).scores];
export const falseScores = [10_000, 10_000, 10_000, 10_000];

export type TrackJson = CreateDaoJson['tracks'][number];
/** The payload of `daos.create` for the founders ada and ben, whose stake is 100,000 tokens each. */
export const daoOf = (stage: Stage, changes: Partial<CreateDaoJson> = {}): CreateDaoJson => {
  const payload = daoPayload();
  const founders = payload.founders.map((founder, i) => ({
    ...founder,
    account: stage.address(i === 0 ? 'ada' : 'ben'),
  }));
  const committee = { ...payload.committee, members: scorerNames.map((name) => stage.address(name)) };
  return { ...payload, founders, committee, ...changes };
};
/** Each track of the template with the same changes. */
export const tracksWith = (stage: Stage, changes: Partial<TrackJson>): Partial<CreateDaoJson> => ({
  tracks: daoOf(stage).tracks.map((track) => ({ ...track, ...changes })),
});
/** Creates a DAO; from then on `dao` names its account. */
export const createDao = async (stage: Stage, changes: Partial<CreateDaoJson> = {}): Promise<string> => {
  const dao = await stage.apply('ada', 'daos.create', daoOf(stage, changes));
  stage.nameDao('dao', dao);
  return dao;
};
export const plannedBudgets = () =>
  daoPayload().budgets.map(({ kind, amountPerEpoch }) => ({ kind, amount: amountPerEpoch }));
/** A DAO whose first epoch is open. */
export const openDao = async (stage: Stage, changes: Partial<CreateDaoJson> = {}): Promise<string> => {
  const dao = await createDao(stage, changes);
  await stage.apply('keeper', 'treasury.openEpoch', { dao, epoch: 0, budgets: plannedBudgets() });
  return dao;
};
/** The free balance of an account in the DAO’s token. */
export const freeOf = (stage: Stage, dao: string, name: string): Promise<bigint> =>
  stage.get(balances.read(dao, stage.account(name)));

export const contentOf = (content: string): string => sha256Hex(utf8(content));
export const submission = (dao: string, content = 'work 1', kind = 'code') => ({
  dao,
  kind,
  contentId: contentOf(content),
  title: content,
});
/** Work that was submitted to a DAO. */
export interface Work {
  readonly dao: string;
  readonly contribution: string;
}
export const submit = async (stage: Stage, author = 'newcomer', changes = {}): Promise<Work> => {
  const dao = await openDao(stage, changes);
  return { dao, contribution: await stage.apply(author, 'contributions.submit', submission(dao)) };
};
export const storedWork = async (stage: Stage, { contribution }: Work): Promise<Contribution> => {
  const stored = await stage.get(contributions.read(contribution));
  if (stored === undefined) throw new Error('There is no such contribution.');
  return stored;
};

/** What a scorer says about work; honest unless told otherwise. */
export const attestationOf = async (stage: Stage, work: Work, scores: number[] = honestScores) => {
  const stored = await storedWork(stage, work);
  return {
    ...work,
    contentId: stored.contentId,
    modelHash,
    extractorHash,
    featuresHash: featuresHash(fromHex(salt), features),
    scores,
    asOf: { ...stored.asOf },
    epoch: stored.epoch,
    expiry: stored.submittedAt + 10 * 86_400_000,
  };
};
type Said = Awaited<ReturnType<typeof attestationOf>>;
const saltOf = (scorer: string): string => sha256Hex(utf8(`salt of ${scorer}`));
export const commitmentTo = (stage: Stage, scorer: string, said: Said) => ({
  dao: said.dao,
  contribution: said.contribution,
  hash: commitmentOf(stage.account(scorer), saltOf(scorer), said),
});
/** The payload of a reveal; parts of what it pays may be replaced. */
export const revealOf = async (
  stage: Stage,
  scorer: string,
  said: Said,
  pay: Record<string, unknown> = {},
) => {
  const stored = await stage.get(contributions.read(said.contribution));
  return {
    attestation: said,
    salt: saltOf(scorer),
    pay: {
      author: stage.address('newcomer'),
      kind: stored?.kind ?? 'code',
      amountMax: (stored?.rule.cap ?? 1n).toString(),
      fee: '1000000',
      ...pay,
    },
  };
};
/** Commits of the first `count` scorers; scores by scorer where one lies. */
export const commitFirst = async (
  stage: Stage,
  work: Work,
  count: number,
  lies: Record<string, number[]> = {},
): Promise<void> => {
  for (const scorer of scorerNames.slice(0, count)) {
    const said = await attestationOf(stage, work, lies[scorer]);
    await stage.apply(scorer, 'scorers.commit', commitmentTo(stage, scorer, said));
  }
  if (count < scorerNames.length) await stage.pass(2_000);
};
export const reveal = async (stage: Stage, work: Work, scorer: string, scores?: number[]): Promise<void> => {
  const stored = await storedWork(stage, work);
  const author = stored.author === stage.account('ada') ? 'ada' : 'newcomer';
  const payload = await revealOf(stage, scorer, await attestationOf(stage, work, scores), {
    author: stage.address(author),
  });
  await stage.apply(scorer, 'scorers.reveal', payload);
};
/** Work with a score: commits and reveals of the first `count` scorers. */
export const score = async (stage: Stage, work: Work, lies: Record<string, number[]> = {}, count = 4) => {
  await commitFirst(stage, work, count, lies);
  for (const scorer of scorerNames.slice(0, count)) await reveal(stage, work, scorer, lies[scorer]);
  return work;
};
export const scored = async (stage: Stage, author = 'newcomer'): Promise<Work> =>
  score(stage, await submit(stage, author));
export const aboutWork = (stage: Stage, work: Work, author = 'newcomer') => ({
  ...work,
  author: stage.address(author),
});
export const accepted = async (stage: Stage): Promise<Work> => {
  const work = await scored(stage);
  await stage.apply('ada', 'contributions.accept', aboutWork(stage, work));
  return work;
};
/** The payload of a claim for the whole amount. */
export const claimOf = async (stage: Stage, work: Work) => ({
  ...aboutWork(stage, work),
  amount: ((await storedWork(stage, work)).amount ?? 0n).toString(),
});
export const settleOf = async (stage: Stage, work: Work) => {
  const { kind, epoch, contentId } = await storedWork(stage, work);
  return { ...(await claimOf(stage, work)), kind, epoch, contentId };
};

/** What each scorer of the template has bonded. */
export const bonded = 20_000_000_000n;
/** Everything out of the bond of a scorer. */
export const unbondAll = (stage: Stage, dao: string, scorer = 'scorer1') =>
  stage.apply(scorer, 'scorers.unbond', { dao, amount: bonded.toString() });

/** Gives the watcher what a challenge puts at stake. */
export const fundWatcher = async (stage: Stage, dao: string): Promise<void> => {
  const payload = { token: dao, account: stage.address('watcher'), amount: '10000000' };
  await stage.apply('ada', 'tokens.transfer', payload);
};
/** Everything that a challenge of one scorer’s reveal carries. */
export const challengeOf = async (stage: Stage, work: Work, scorer: string, author = 'newcomer') => ({
  ...aboutWork(stage, work, author),
  scorer: stage.address(scorer),
  kind: 'code',
  epoch: 0,
  modelHash,
  bond: (await stage.get(bonds.read(work.dao, stage.account(scorer)))).toString(),
  escrowed: (await stage.get(escrow.read(work.dao, work.contribution))).toString(),
  challengeBond: '10000000',
  features,
  salt,
  rows: rowsFor(smallModel, features).map((row) => {
    const { index, siblings } = rowPath(smallModel, row);
    return { ...row, entries: [...row.entries], index, siblings: siblings.map(toHex) };
  }),
});

/** An action in the form that clients offer. */
export interface ActionJson {
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly mayFail?: boolean;
}
/** An action of the track parameters: only members may join and contribute. */
export const closeDao = (dao: string): ActionJson => ({
  kind: 'daos.setPolicy',
  payload: { dao, open: false },
});
export const proposalOf = (dao: string, actions: readonly ActionJson[], track = 'parameters') => ({
  dao,
  track,
  title: 'A proposal',
  body: 'For a reason.',
  actions,
  ...depositOf(track),
});
/** What the template's track asks for. */
export const depositOf = (track: string) => {
  const { deposit = '0' } = daoPayload().tracks.find(({ name }) => name === track) ?? {};
  return deposit === '0' ? {} : { deposit };
};
/** A proposal of ada’s; without actions it is a signal. */
export interface Proposed {
  readonly dao: string;
  readonly proposal: string;
  readonly actions: readonly ActionJson[];
}
export const propose = async (
  stage: Stage,
  dao: string,
  actions: readonly ActionJson[] = [],
): Promise<Proposed> => {
  const small = actions.every(({ kind }) => mayCarry('parameters', kind));
  const payload = proposalOf(
    dao,
    actions,
    actions.length === 0 ? 'signal' : small ? 'parameters' : 'constitution',
  );
  return { dao, actions, proposal: await stage.apply('ada', 'proposals.create', payload) };
};
export const voteOn = async (stage: Stage, { dao, proposal }: Proposed, choice = 'for') => ({
  proposal,
  token: dao,
  snapshotHeight: (await stage.get(proposals.read(proposal)))?.snapshotHeight ?? 0,
  choice,
  reason: '',
});
/** A proposal that ada, who has half of all power, voted for. */
export const carriedBy = async (stage: Stage, dao: string, actions: readonly ActionJson[] = []) => {
  const proposed = await propose(stage, dao, actions);
  await stage.apply('ada', 'proposals.vote', await voteOn(stage, proposed));
  return proposed;
};
/** Times of a stored proposal. */
export const timesOf = async (stage: Stage, { proposal }: Proposed) => {
  const stored = await stage.get(proposals.read(proposal));
  if (stored === undefined) throw new Error('There is no such proposal.');
  const executableAt = stored.voteEnd + (stored.revealMs ?? 0) + stored.timelockMs + (stored.delayedMs ?? 0);
  return {
    voteStart: stored.voteStart,
    voteEnd: stored.voteEnd,
    executableAt,
    expiresAt: executableAt + stored.expiryMs,
  };
};
/** Only what names the proposal. */
export const aboutProposal = ({ dao, proposal }: Proposed) => ({ dao, proposal });
export const executionOf = ({ dao, proposal, actions }: Proposed) => ({ dao, proposal, actions });
