/** Work whose accepted score was voided: scored and accepted anew, credited once, covered once, paid once. */
import { expect, it } from 'vitest';
import { contributions, earned, escrow, exposed } from '#governance/contributions/state.ts';
import { allKinds, reputations } from '#governance/reputation/state.ts';
import { coverage, coverageDebt } from '#governance/scorers/state.ts';
import { DevStage } from './conformance/devStage.ts';
import { measure, takenBack, untilOutcome } from './conformance/outcomeSteps.ts';
import {
  aboutWork,
  attestationOf,
  challengeOf,
  claimOf,
  commitmentTo,
  fundWatcher,
  revealOf,
  score,
  settleOf,
  submit,
  type Work,
} from './conformance/steps.ts';
import { heldTokens } from './support/conservation.ts';
import { daoPayload } from './support/testDao.ts';

const day = 86_400_000;
const committee = ['scorer1', 'scorer2', 'scorer3', 'scorer4'];

/** Accepted work that three scorers lied about, and that two challenges opened again. */
const reopenedWork = async (stage: DevStage, lie: number, before?: (work: Work) => Promise<void>) => {
  const work = await submit(stage, 'newcomer');
  const lies = [lie, lie, lie, lie];
  await score(stage, work, { scorer1: lies, scorer2: lies, scorer3: lies }, 4);
  await stage.apply('ada', 'contributions.accept', aboutWork(stage, work));
  await fundWatcher(stage, work.dao);
  const account = stage.address('watcher');
  await stage.apply('ada', 'tokens.transfer', { token: work.dao, account, amount: '50000000' });
  await before?.(work);
  for (const scorer of ['scorer1', 'scorer2'])
    await stage.apply('watcher', 'scorers.challenge', await challengeOf(stage, work, scorer));
  return work;
};
const rescore = async (stage: DevStage, work: Work) => {
  for (const scorer of ['scorer1', 'scorer2']) {
    const bond = { token: work.dao, account: stage.address(scorer), amount: '400000000' };
    await stage.apply('ada', 'tokens.transfer', bond);
    await stage.apply(scorer, 'scorers.bond', { dao: work.dao, amount: bond.amount });
  }
  for (const scorer of committee)
    await stage.apply(
      scorer,
      'scorers.commit',
      commitmentTo(stage, scorer, await attestationOf(stage, work)),
    );
  await stage.pass(3000);
  for (const scorer of committee)
    await stage.apply(
      scorer,
      'scorers.reveal',
      await revealOf(stage, scorer, await attestationOf(stage, work)),
    );
};
const lookAt = async (stage: DevStage, { dao, contribution }: Work) => {
  const author = stage.account('newcomer');
  const stored = await stage.get(contributions.read(contribution));
  if (stored === undefined) throw new Error('No such work.');
  return {
    stored,
    earned: await stage.get(earned.read(dao, author)),
    reputation: allKinds(await stage.get(reputations.read(dao, author))),
    exposed: (await stage.get(exposed.read(dao, author)))?.amount ?? 0n,
    // Less what slashes owe: what comes back repays that first.
    coverage:
      (await stage.get(coverage.read(dao, 'newcomer'))) -
      ((await stage.get(coverageDebt.read(dao, 'newcomer')))?.amount ?? 0n),
  };
};

for (const [said, lie] of [
  ['less', 400],
  ['more', 9_000],
] as const)
  it(`is accepted anew when liars had said ${said}, and credits no more than the better score`, async () => {
    const stage = new DevStage();
    const work = await reopenedWork(stage, lie);
    const voided = await lookAt(stage, work);
    expect(voided.stored.acceptedAt).toBeUndefined();
    await rescore(stage, work);
    const scored = await lookAt(stage, work);
    expect(stage.send('keeper', 'contributions.claim', await claimOf(stage, work)).code).toBe(
      'contributions.notAccepted',
    );
    await stage.apply('ada', 'contributions.accept', aboutWork(stage, work));
    const accepted = await lookAt(stage, work);
    const best = accepted.stored.credited?.amount ?? 0n;
    expect(accepted.earned).toBe(best);
    expect(best >= (scored.stored.amount ?? 0n) && best >= voided.earned).toBe(true);
    expect(accepted.exposed).toBe(0n);
    // What the second score drew came back, and nothing else did.
    expect(accepted.coverage - scored.coverage).toBe(scored.stored.covered);
    expect(said === 'less' ? scored.stored.covered > 0n : scored.stored.covered === 0n).toBe(true);
    await stage.pass(400 * day);
    const claimed = stage.send('keeper', 'contributions.claim', await claimOf(stage, work)).code;
    expect(claimed).toBe(
      accepted.stored.amount === accepted.stored.paidSoFar ? 'contributions.nothingToClaim' : 'applied',
    );
    const end = await lookAt(stage, work);
    expect(end.stored.paidSoFar).toBe(end.stored.amount);
  });

it('is measured anew when its outcome was measured before, and no unit is lost', async () => {
  const stage = new DevStage();
  const work = await reopenedWork(stage, 400, async (accepted) => {
    await measure(stage, await untilOutcome(stage, accepted), takenBack);
    const { outcome } = (await lookAt(stage, accepted)).stored;
    expect(outcome).toMatchObject({ released: 0n });
  });
  expect((await lookAt(stage, work)).stored.outcome).toBeUndefined();
  await rescore(stage, work);
  await stage.apply('ada', 'contributions.accept', aboutWork(stage, work));
  await measure(stage, await untilOutcome(stage, work));
  await stage.apply('anyone', 'contributions.claim', await claimOf(stage, work));
  const { stored } = await lookAt(stage, work);
  expect(stored.paidSoFar).toBe((stored.amount ?? 0n) - (stored.outcome?.returned ?? 0n));
  expect(await stage.get(escrow.read(work.dao, work.contribution))).toBe(0n);
  expect(heldTokens(stage.registry, stage.chain.state.cells).get(work.dao)).toBe(
    BigInt(daoPayload().token.cap),
  );
});

it('is closed when nobody scores it again, keeps what was paid, and cannot be submitted for a second pay', async () => {
  const stage = new DevStage();
  const work = await reopenedWork(stage, 9_000);
  const voided = await lookAt(stage, work);
  expect(voided.stored.paidSoFar > 0n).toBe(true);
  await stage.pass(40 * day);
  await stage.apply('keeper', 'contributions.settle', await settleOf(stage, work));
  const closed = await lookAt(stage, work);
  expect(closed.stored).toMatchObject({ paidSoFar: voided.stored.paidSoFar, covered: 0n });
  expect(closed.coverage).toBe(voided.coverage);
  const { dao, kind, contentId, title } = closed.stored;
  const again = stage.send('newcomer', 'contributions.submit', { dao, kind, contentId, title });
  expect(again.code).toBe('contributions.alreadySubmitted');
});
