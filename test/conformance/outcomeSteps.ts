/** Steps to the outcome of work: its time comes, and scorers commit to what became of it and reveal it. */
import { outcomeWindow } from '#governance/contributions/payment.ts';
import type { OutcomeFacts } from '#governance/contributions/state.ts';
import { outcomeCommitment } from '#governance/outcomes/outcomes.ts';
import { scorerNames } from '#test/support/testDao.ts';
import type { Stage } from './stage.ts';
import { contentOf, storedWork, type Work } from './steps.ts';

const saltOf = (scorer: string) => contentOf(`salt of ${scorer}`);
/** Three quarters stand, and one author builds on it: 850,000 ppm. */
export const honestFacts: OutcomeFacts = { lines: 40, standing: 30, reverted: 0, adopters: 1 };
export const takenBack: OutcomeFacts = { lines: 40, standing: 0, reverted: 40, adopters: 0 };

/** Lets time pass until `ms` after the outcome may be measured. */
export const untilOutcome = async (stage: Stage, work: Work, ms = 0): Promise<Work> => {
  const { from = 0 } = outcomeWindow(await storedWork(stage, work)) ?? {};
  await stage.nextBlockAt(from + ms);
  return work;
};
export const outcomeCommitmentTo = async (stage: Stage, work: Work, scorer: string, facts = honestFacts) => {
  const { acceptedAt = 0 } = await storedWork(stage, work);
  const said = { contribution: work.contribution, acceptedAt, facts };
  return { ...work, hash: outcomeCommitment(stage.account(scorer), saltOf(scorer), said) };
};
export const outcomeRevealOf = async (stage: Stage, work: Work, scorer = 'scorer1', facts = honestFacts) => {
  const { kind, epoch, rule } = await storedWork(stage, work);
  return { ...work, kind, epoch, heldMax: rule.cap.toString(), facts, salt: saltOf(scorer) };
};
/** Has all scorers commit to an outcome and the first three reveal it. */
export const measure = async (stage: Stage, work: Work, facts = honestFacts): Promise<void> => {
  for (const scorer of scorerNames)
    await stage.apply(scorer, 'outcomes.commit', await outcomeCommitmentTo(stage, work, scorer, facts));
  for (const scorer of scorerNames.slice(0, 3))
    await stage.apply(scorer, 'outcomes.reveal', await outcomeRevealOf(stage, work, scorer, facts));
};
