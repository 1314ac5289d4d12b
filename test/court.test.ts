/** The court under random steps: nobody judges their own case, nothing is paid twice, every bond ends, no unit is lost. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { collectionName } from '#chain/access.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { stageOf } from '#governance/disputes/rules.ts';
import { jurors, slots, type Verdict } from '#governance/disputes/state.ts';
import { tokens } from '#governance/tokens/state.ts';
import {
  appealOf,
  at,
  bond,
  closingFor,
  countOf,
  type Disputed,
  enlistJurors,
  enlistmentOf,
  juryOf,
  memberOf,
  nameOf,
  openingOf,
  storedCase,
  summonsFor,
  voteCommitmentOf,
  voteOpeningOf,
} from './conformance/courtSteps.ts';
import { DevStage } from './conformance/devStage.ts';
import { aboutWork, score, submission, submit, type Work } from './conformance/steps.ts';
import { heldTokens } from './support/conservation.ts';
import { courtBooks } from './support/courtBooks.ts';

const jurorCount = 14;
const parties = ['newcomer', 'ben', 'ada'];
const vote = fc.constantFrom<Verdict>('grant', 'deny');
const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('open' as const), work: fc.nat(3), own: fc.boolean() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('advance' as const), which: fc.nat(3), vote, silent: fc.nat(5) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('appeal' as const), which: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('close' as const), which: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('enlist' as const), who: fc.nat(jurorCount - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat(jurorCount - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), which: fc.nat(3) }) },
);

/** A DAO with jurors and four scored works, of which two are accepted. */
const courtWith = async () => {
  const stage = new DevStage();
  const first = await score(stage, await submit(stage));
  const works: Work[] = [first];
  for (const content of ['work 2', 'work 3', 'work 4']) {
    const payload = submission(first.dao, content);
    const contribution = await stage.apply('newcomer', 'contributions.submit', payload);
    works.push(await score(stage, { dao: first.dao, contribution }));
  }
  for (const work of works.slice(2)) await stage.apply('ada', 'contributions.accept', aboutWork(stage, work));
  await enlistJurors(stage, first.dao, jurorCount);
  await memberOf(stage, first.dao, 'newcomer', 400n * bond);
  // Parties and the reviewer enlist too, so that every draw meets them.
  for (const name of parties)
    await stage.apply(name, 'disputes.enlist', await enlistmentOf(stage, first.dao, 4));
  return { stage, dao: first.dao, works };
};
const expectSound = (stage: DevStage): void => {
  const { state, time } = stage.chain;
  expect(courtBooks(stage.registry, state.cells, time).faults).toEqual([]);
  const held = heldTokens(stage.registry, state.cells);
  for (const [text] of state.cells)
    if (collectionName(fromHex(text)) === tokens.definition.name)
      expect(held.get(text.slice(-64))).toBe(stage.chain.get(tokens.read(text.slice(-64)))?.cap);
};

/** One step on: seats the jury, or votes of which the last `silent` are never revealed. */
const advance = async (stage: DevStage, one: Disputed, most: Verdict, silent: number): Promise<void> => {
  const { stored, last } = await storedCase(stage, one);
  const { time } = stage.chain;
  const stage_ = stageOf(stored, last, time);
  if (stage_ === 'evidence' || stage_ === 'seeding') await at(stage, one, 'drawAt');
  if (stage_ === 'evidence' || stage_ === 'seeding' || stage_ === 'drawing') {
    const summons = await summonsFor(stage, one).catch(() => undefined);
    if (summons === undefined) await at(stage, one, 'summonBy');
    else stage.send('anyone', 'disputes.summon', summons);
    return;
  }
  if (stage_ !== 'voting') return;
  const jury = await juryOf(stage, one);
  for (const name of jury)
    stage.send(name, 'disputes.commitVote', await voteCommitmentOf(stage, one, name, most));
  const { times } = await storedCase(stage, one);
  if (stage.chain.time + 1 < times.commitEndsAt) await at(stage, one, 'commitEndsAt');
  for (const name of jury.slice(0, Math.max(0, jury.length - silent)))
    stage.send(name, 'disputes.revealVote', await voteOpeningOf(stage, one, most));
};
const finish = async (stage: DevStage, one: Disputed): Promise<string> => {
  const { stored, last, times } = await storedCase(stage, one);
  if (stageOf(stored, last, stage.chain.time) !== 'closed') {
    const end = Math.max(times.summonBy, times.appealEndsAt);
    if (stage.chain.time + 1 < end) await stage.nextBlockAt(end);
  }
  return stage.send('anyone', 'disputes.close', await closingFor(stage, one)).code;
};
const leaveAll = async (stage: DevStage, dao: string, name: string): Promise<string> => {
  const count = await countOf(stage, dao);
  const own = Array.from({ length: count }, (_, slot) => count - 1 - slot).filter(
    (slot) => stage.chain.get(slots.read(dao, slot)) === stage.account(name),
  );
  return own.length === 0 ? 'none' : stage.send(name, 'disputes.leave', { dao, slots: own, count }).code;
};

it('holds its books through any sequence of steps, and in the end holds nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const { stage, dao, works } = await courtWith();
      const cases: Disputed[] = [];
      const closed = new Set<string>();
      for (const one of steps) {
        const known = 'which' in one ? cases[one.which % Math.max(1, cases.length)] : undefined;
        const work = 'work' in one ? works[one.work] : undefined;
        if (one.do === 'open' && work !== undefined) {
          const accepted = one.work >= 2;
          const remedy = one.own ? (accepted ? 'reopen' : 'accept') : 'refuse';
          for (const staked of [0n, bond]) {
            const payload = openingOf(stage, work, remedy, staked);
            const { code, receipt } = stage.send(one.own ? 'newcomer' : 'ben', 'disputes.open', payload);
            if (code === 'applied' && receipt !== undefined) cases.push({ ...work, case: receipt.id });
          }
        }
        if (one.do === 'enlist')
          stage.send(nameOf(one.who), 'disputes.enlist', await enlistmentOf(stage, dao));
        if (one.do === 'leave') await leaveAll(stage, dao, nameOf(one.who));
        if (known !== undefined) {
          if (one.do === 'advance') await advance(stage, known, one.vote, one.silent);
          if (one.do === 'appeal') {
            const { stored, last, times } = await storedCase(stage, known);
            const isOver = stage.chain.time + 1 >= times.revealEndsAt;
            if (stored.closedAt === undefined && last.summonedAt !== undefined && !isOver)
              await at(stage, known, 'revealEndsAt');
            stage.send('newcomer', 'disputes.appeal', await appealOf(stage, known));
            stage.send('ada', 'disputes.appeal', await appealOf(stage, known));
          }
          if (one.do === 'close' || one.do === 'again') {
            const code = await finish(stage, known);
            // Nothing of a case is paid a second time.
            if (closed.has(known.case)) expect(code).toBe('disputes.alreadyClosed');
            if (code === 'applied') closed.add(known.case);
          }
        }
        expectSound(stage);
      }
      for (const one of cases) if (!closed.has(one.case)) expect(await finish(stage, one)).toBe('applied');
      for (let number = 0; number < jurorCount; number++)
        expect(['applied', 'none']).toContain(await leaveAll(stage, dao, nameOf(number)));
      for (const name of parties) expect(await leaveAll(stage, dao, name)).toBe('applied');
      expectSound(stage);
      const books = courtBooks(stage.registry, stage.chain.state.cells, stage.chain.time);
      expect([books.open, books.bonds]).toEqual([0, 0n]);
      for (let number = 0; number < jurorCount; number++)
        expect(stage.chain.get(jurors.read(dao, stage.account(nameOf(number))))).toMatchObject({
          slots: 0,
          stake: 0n,
          locked: 0n,
        });
    }),
    { numRuns: 20 },
  );
}, 120_000);
