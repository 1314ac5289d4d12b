/** Steps that bring a chain to where a case in court stands: jurors, a case, its seed, its jury, its votes. */
import { z } from 'zod';
import type { Access } from '#chain/access.ts';
import { keyText } from '#chain/access.ts';
import { kindOf } from '#chain/registry.ts';
import { closingOf, summonsOf } from '#governance/disputes/draw.ts';
import {
  appealStake,
  opposite,
  seedHash,
  timesOfRound,
  verdictOf,
  voteHash,
} from '#governance/disputes/rules.ts';
import { cases, type Remedy, rounds, slotCounts, type Verdict } from '#governance/disputes/state.ts';
import type { Stage } from './stage.ts';
import { aboutWork, accepted, contentOf, freeOf, scored, type Work } from './steps.ts';

/** What the template's court asks for, in smallest units. */
export const seatStake = 100_000_000n;
export const bond = 20_000_000n;
const seedDeposit = '1000000';

/** A case and what it is about. */
export interface Disputed extends Work {
  readonly case: string;
}
/** Only what names the work. */
export const workOf = ({ dao, contribution }: Work): Work => ({ dao, contribution });
export const nameOf = (number: number): string => `juror${number}`;
const salt = contentOf('salt of every juror');
const secret = contentOf('secret of every scorer');

/** What a reader of state in one go gives, over a stage that answers later: what is missing is fetched, and it runs again. */
const readThrough = async <R>(
  stage: Stage,
  run: (reader: { get<V>(access: Access<'read', V> | Access<'past', V>): V }) => R,
): Promise<R> => {
  const known = new Map<string, unknown>();
  for (;;) {
    let missing: { readonly name: string; readonly access: Access<'read'> } | undefined;
    const get = <V>(access: Access<'read', V> | Access<'past', V>): V => {
      const name = `${access.mode} ${access.height} ${keyText(access.key)}`;
      if (!known.has(name)) {
        missing = { name, access: access as Access<'read'> };
        throw new RangeError('This is not read yet.');
      }
      return known.get(name) as V;
    };
    try {
      return run({ get });
    } catch (error) {
      if (missing === undefined) throw error;
      known.set(missing.name, await stage.get(missing.access));
    }
  }
};
const jsonOf = (stage: Stage, kind: string, payload: unknown): Record<string, unknown> =>
  z.encode(kindOf(stage.registry, kind).definition.payload, payload) as Record<string, unknown>;

export const countOf = async (stage: Stage, dao: string): Promise<number> =>
  (await stage.get(slotCounts.read(dao))) ?? 0;
export const enlistmentOf = async (stage: Stage, dao: string, slots = 1) => ({
  dao,
  slots,
  count: await countOf(stage, dao),
  amount: (seatStake * BigInt(slots)).toString(),
});
/** Makes a member with so much free money. */
export const memberOf = async (stage: Stage, dao: string, name: string, amount = 10n * seatStake) => {
  await stage.apply(name, 'daos.join', { dao });
  const payload = { token: dao, account: stage.address(name), amount: amount.toString() };
  await stage.apply('ada', 'tokens.transfer', payload);
};
/** Members with one slot each. */
export const enlistJurors = async (stage: Stage, dao: string, many: number): Promise<void> => {
  for (let number = 0; number < many; number++) {
    await memberOf(stage, dao, nameOf(number));
    await stage.apply(nameOf(number), 'disputes.enlist', await enlistmentOf(stage, dao));
  }
};

export const openingOf = (stage: Stage, work: Work, remedy: Remedy, staked = 0n) => ({
  ...aboutWork(stage, workOf(work)),
  remedy,
  bond: staked.toString(),
  epoch: 0,
  reason: 'People should look at this.',
});
/** The author appeals a score that nobody accepted, for free. */
export const appealed = async (stage: Stage, jurors = 4, remedy: Remedy = 'accept'): Promise<Disputed> => {
  const work = await scored(stage);
  await enlistJurors(stage, work.dao, jurors);
  const key = await stage.apply('newcomer', 'disputes.open', openingOf(stage, work, remedy));
  return { ...work, case: key };
};
/** ben disputes work that ada accepted, with a bond. */
export const disputed = async (stage: Stage, jurors = 4, remedy: Remedy = 'refuse'): Promise<Disputed> => {
  const work = await accepted(stage);
  await enlistJurors(stage, work.dao, jurors);
  const key = await stage.apply('ben', 'disputes.open', openingOf(stage, work, remedy, bond));
  return { ...work, case: key };
};

export const storedCase = async (stage: Stage, at: Disputed) => {
  const stored = await stage.get(cases.read(at.case));
  const last = stored === undefined ? undefined : await stage.get(rounds.read(at.case, stored.round));
  if (stored === undefined || last === undefined) throw new Error('There is no such case.');
  return { stored, last, times: timesOfRound(stored.terms, last) };
};
type Times = Awaited<ReturnType<typeof storedCase>>['times'];
/** Lets the next block be at one of the times of the newest round. */
export const at = async (stage: Stage, one: Disputed, step: keyof Times, ms = 0): Promise<void> => {
  await stage.nextBlockAt((await storedCase(stage, one)).times[step] + ms);
};

const inRound = async (stage: Stage, one: Disputed) => {
  const { stored } = await storedCase(stage, one);
  return { case: one.case, dao: one.dao, round: stored.round };
};
export const evidenceOf = async (stage: Stage, one: Disputed) => ({
  ...(await inRound(stage, one)),
  contentId: contentOf('evidence'),
  note: 'See the second page.',
});
export const seedCommitmentOf = async (stage: Stage, one: Disputed, scorer = 'scorer1') => {
  const about = await inRound(stage, one);
  const hash = seedHash(one.case, about.round, stage.account(scorer), secret);
  return { ...about, hash, deposit: seedDeposit };
};
export const seedOpeningOf = async (stage: Stage, one: Disputed) => ({
  ...(await inRound(stage, one)),
  secret,
});
export const summonsFor = async (stage: Stage, one: Disputed) => {
  const summons = await readThrough(stage, (reader) => summonsOf(reader, one.case));
  if (summons === undefined) throw new Error('These jurors do not fill the jury.');
  return jsonOf(stage, 'disputes.summon', summons);
};
/** The jury of the newest round sits. */
export const summoned = async (stage: Stage, one: Disputed): Promise<Disputed> => {
  await at(stage, one, 'drawAt');
  await stage.apply('anyone', 'disputes.summon', await summonsFor(stage, one));
  return one;
};
/** The names of the jury that sits, in the order of its draws. */
export const juryOf = async (stage: Stage, one: Disputed): Promise<string[]> => {
  const names = new Map(
    Array.from({ length: 64 }, (_, number) => [stage.account(nameOf(number)), nameOf(number)]),
  );
  const { last } = await storedCase(stage, one);
  return last.seats.map(({ juror }) => names.get(juror) ?? 'nobody');
};
export const voteCommitmentOf = async (
  stage: Stage,
  one: Disputed,
  juror: string,
  vote: Verdict = 'grant',
) => {
  const about = await inRound(stage, one);
  return { ...about, hash: voteHash(one.case, about.round, stage.account(juror), vote, salt) };
};
export const voteOpeningOf = async (stage: Stage, one: Disputed, vote: Verdict = 'grant') => ({
  ...(await inRound(stage, one)),
  vote,
  salt,
  reason: 'Because of the second page.',
});
/** Everyone of the jury votes so, the last ones otherwise or not at all. */
const voted = async (
  stage: Stage,
  one: Disputed,
  most: Verdict,
  others: readonly (Verdict | undefined)[] = [],
): Promise<Disputed> => {
  const jury = await juryOf(stage, one);
  const votes = jury.map((_, index) => {
    const place = index - (jury.length - others.length);
    return place < 0 ? most : others[place];
  });
  for (const [index, name] of jury.entries())
    await stage.apply(name, 'disputes.commitVote', await voteCommitmentOf(stage, one, name, votes[index]));
  await at(stage, one, 'commitEndsAt');
  for (const [index, name] of jury.entries()) {
    const vote = votes[index];
    if (vote !== undefined)
      await stage.apply(name, 'disputes.revealVote', await voteOpeningOf(stage, one, vote));
  }
  return one;
};
export const judged = async (
  stage: Stage,
  one: Disputed,
  most: Verdict,
  others: readonly (Verdict | undefined)[] = [],
): Promise<Disputed> => voted(stage, await summoned(stage, one), most, others);

/** What an appeal against the newest verdict carries. */
export const appealOf = async (
  stage: Stage,
  one: Disputed,
  changes: Readonly<Record<string, unknown>> = {},
) => {
  const { stored, last } = await storedCase(stage, one);
  return {
    ...(await inRound(stage, one)),
    side: opposite(verdictOf(last) ?? 'grant'),
    stake: appealStake(stored.terms, Math.min(2, stored.round + 1)).toString(),
    epoch: 0,
    ...changes,
  };
};
export const closingFor = async (stage: Stage, one: Disputed) => {
  const closing = await readThrough(stage, (reader) => closingOf(reader, one.case));
  return jsonOf(stage, 'disputes.close', closing);
};
/** What closing carries, the next block at the time when it is due. */
export const dueClosing = async (stage: Stage, one: Disputed, step: keyof Times = 'appealEndsAt') => {
  await at(stage, one, step);
  return closingFor(stage, one);
};
export const closed = async (stage: Stage, one: Disputed, step: keyof Times = 'appealEndsAt') => {
  await stage.apply('anyone', 'disputes.close', await dueClosing(stage, one, step));
  return one;
};
/** Everything free of an account goes away, so that it cannot pay. */
export const spendAll = async (stage: Stage, dao: string, name: string): Promise<void> => {
  const amount = (await freeOf(stage, dao, name)).toString();
  await stage.apply(name, 'tokens.transfer', { token: dao, account: stage.address('ada'), amount });
};
