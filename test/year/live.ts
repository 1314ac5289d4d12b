/** Lives a year: epoch after epoch of work, review, money and decisions. */
import { decide, join, lend, money, passTime, review, work } from './acts.ts';
import { agree } from './agree.ts';
import { ask } from './ask.ts';
import { enlist, goToCourt } from './court.ts';
import { fund } from './fund.ts';
import { endow, leave } from './leaving.ts';
import { epochMs, openYear, type Plan } from './year.ts';

/** Resolves when the year is over and everything that was due is done. */
export const liveYear = async (
  url: string,
  plan: Plan,
  say: (sentence: string) => void,
): Promise<{ readonly dao: string; readonly counts: Readonly<Record<string, number>> }> => {
  const year = await openYear(url, plan);
  try {
    await join(year);
    await enlist(year);
    const assets = await endow(year);
    const begin = year.now();
    for (let epoch = 0; epoch < plan.epochs; epoch++) {
      await year.until(`the budgets of month ${epoch} are open`, () =>
        year.happened('treasury.epochOpened').length > epoch ? true : undefined,
      );
      const done = Math.floor((plan.contributions * epoch) / plan.epochs);
      await work(year, done, Math.floor((plan.contributions * (epoch + 1)) / plan.epochs) - done);
      await review(year);
      await money(year);
      await lend(year, epoch);
      await ask(year, epoch);
      await goToCourt(year, epoch);
      await agree(year, epoch);
      await leave(year);
      await decide(year, epoch, assets);
      await fund(year, epoch);
      await passTime(year, begin + (epoch + 1) * epochMs - year.now());
      say(
        `Month ${epoch + 1}: ${Object.values(year.counts).reduce((sum, count) => sum + count, 0)} events so far.`,
      );
    }
    return { dao: year.dao, counts: year.counts };
  } finally {
    year.close();
  }
};
