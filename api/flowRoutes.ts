/** Where the tokens of a treasury came from and where they went: exact sums by purpose, and by epoch or month. */
import { z } from 'zod';
import { daos, epochAt, epochEndsAt, policies } from '#governance/daos/state.ts';
import { balances } from '#governance/tokens/state.ts';
import type { AppParts } from './appParts.ts';
import { flowsAnswer, flowsInput } from './flowForm.ts';
import { ApiError, Refused } from './problem.ts';
import { firstHeightFrom } from './readModel/blockTimes.ts';
import { flowsBefore, flowsBetween, flowTokens, netOf } from './readModel/flowSums.ts';
import { type AnyRoute, jsonSchemaOf, route } from './route.ts';

/** Periods of an answer when nobody says how many. */
const periodsShown = 12;
/** Tokens that an answer names besides the DAO's own. */
const tokensShownMax = 100;
/** How long the answer waits for the lists to know the newest block. */
const listsWaitMs = 5_000;

interface Period {
  readonly number: number;
  /** Header time in milliseconds, inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}
/** How time is cut into numbered periods. */
interface Cut {
  numberAt(timeMs: number): number;
  /** When a period begins; it ends where the next begins. */
  beginOf(number: number): number;
}
const epochsOf = (genesisTime: number, epochMs: number): Cut => ({
  numberAt: (timeMs) => epochAt(timeMs, genesisTime, epochMs),
  beginOf: (number) => epochEndsAt(number - 1, genesisTime, epochMs),
});
/** Months of UTC, numbered from January 1970 on. */
export const months: Cut = {
  numberAt(timeMs) {
    const date = new Date(timeMs);
    return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  },
  beginOf: (number) => Date.UTC(1970, number),
};

/** Periods from `oldest` to `newest`, newest first, at most `limit`. */
const periodsOf = (cut: Cut, oldest: number, newest: number, limit: number): Period[] =>
  Array.from({ length: Math.max(0, Math.min(limit, newest - oldest + 1)) }, (_, back) => {
    const number = newest - back;
    return { number, from: cut.beginOf(number), to: cut.beginOf(number + 1) };
  });

/** `GET /v1/daos/{dao}/flows`; absent on chains without DAOs. */
export const flowRoutes = ({ node, readModel }: AppParts): AnyRoute[] => {
  if (!node.registry.collections.has(daos.definition.name)) return [];
  return [
    route<z.output<typeof flowsInput>>({
      method: 'get',
      path: '/v1/daos/{dao}/flows',
      name: 'listFlows',
      tag: 'treasury',
      doc: 'What came into a DAO’s treasury and what left it, by purpose, in all and for each epoch or month: exact sums.',
      input: flowsInput,
      answers: { 200: { doc: 'The flows.', schema: jsonSchemaOf(flowsAnswer) } },
      problems: ['daos.notFound'],
      async handle(c, { dao, token = dao, by = 'epoch', before, limit = periodsShown }) {
        await node.atRest();
        const { state } = node;
        const { height, time, genesisTime } = state;
        const facts = state.get(daos.read(dao));
        const policy = state.get(policies.read(dao));
        if (facts === undefined || policy === undefined) throw new Refused('daos.notFound');
        const balance = state.get(balances.read(token, facts.account));
        if (!(await readModel.waitFor(height, listsWaitMs)))
          throw new ApiError('api.behind', `The lists know ${readModel.height} blocks.`);
        const cut = by === 'epoch' ? epochsOf(genesisTime, policy.epochMs) : months;
        const oldest = cut.numberAt(facts.createdAt);
        const newest = Math.min(cut.numberAt(time), (before ?? Number.POSITIVE_INFINITY) - 1);
        const periods = periodsOf(cut, oldest, newest, limit);
        const { sums, tokens } = readModel.snapshot(() => {
          // Lists may know more blocks than the state that was read: what came after it does not count.
          const heightAt = (timeMs: number): number =>
            Math.min(firstHeightFrom(readModel, timeMs) ?? height + 1, height + 1);
          const ends = [...periods.map(({ to }) => to), ...periods.slice(-1).map(({ from }) => from)];
          return {
            sums: flowsBefore(readModel, facts.account, token, [height + 1, ...ends.map(heightAt)]),
            tokens: flowTokens(readModel, facts.account, tokensShownMax).filter((one) => one !== dao),
          };
        });
        const [totals = [], ...stood] = sums;
        // What nothing explains was there before the first flow.
        const unexplained = balance - netOf(totals);
        const answer = {
          dao,
          account: facts.account,
          token,
          by,
          height,
          time,
          balance,
          unexplained,
          totals,
          periods: periods.map((period, i) => ({
            ...period,
            balance: unexplained + netOf(stood[i] ?? []),
            flows: flowsBetween(stood[i + 1] ?? [], stood[i] ?? []),
          })),
          next: (periods.at(-1)?.number ?? oldest) > oldest ? (periods.at(-1)?.number ?? null) : null,
          tokens,
        } satisfies z.output<typeof flowsAnswer>;
        c.header('X-Height', String(height));
        return c.json(z.encode(flowsAnswer, answer));
      },
    }),
  ];
};
