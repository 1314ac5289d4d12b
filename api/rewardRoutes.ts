/** Rewards: who was paid what, when, for which contribution, with exact totals; as JSON or CSV. */
import { z } from 'zod';
import { address, id, text, timeMs } from '#chain/scalars.ts';
import type { AppParts } from './appParts.ts';
import { answerPage, itemProperties, pageAsked, pageInput, pageSchema } from './listing.ts';
import { listRewards, type Reward, totalRewards } from './readModel/rewardLists.ts';
import { type AnyRoute, route } from './route.ts';

const rewardFields = z.object({
  module: z.string(),
  account: address,
  token: id,
  amount: z.string(),
  dao: z.string(),
  contribution: z.string(),
  kind: z.string(),
  part: z.string(),
});
const input = z.strictObject({
  account: address.optional(),
  dao: id.optional(),
  contribution: id.optional(),
  kind: text(40, 1).optional(),
  from: timeMs.optional(),
  to: timeMs.optional(),
  ...pageInput,
});

const csvColumns = [
  'id',
  'time',
  'height',
  'account',
  'token',
  'amount',
  'dao',
  'contribution',
  'kind',
  'part',
  'transaction',
] as const satisfies (keyof Reward)[];
/** A field that a spreadsheet cannot take for a formula. */
const csvField = (value: string | number): string => {
  const safe = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
const csvOf = (items: readonly Reward[]): string =>
  [csvColumns.join(','), ...items.map((item) => csvColumns.map((name) => csvField(item[name])).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');

/** `GET /v1/rewards`. */
export const rewardRoutes = ({ readModel }: AppParts): AnyRoute[] => [
  route<z.output<typeof input>>({
    method: 'get',
    path: '/v1/rewards',
    name: 'listRewards',
    tag: 'rewards',
    doc: 'Payments, newest first, with exact totals over the whole filter. With `Accept: text/csv` the page as CSV.',
    input,
    headers: [
      { name: 'Accept', doc: 'text/csv gives the items as CSV.', schema: { type: 'string', maxLength: 100 } },
    ],
    answers: {
      200: {
        doc: 'A page.',
        schema: pageSchema(itemProperties(rewardFields), {
          totals: {
            type: 'array',
            items: {
              type: 'object',
              required: ['token', 'amount', 'payments'],
              properties: {
                token: { type: 'string' },
                amount: { type: 'string', pattern: '^[0-9]+$' },
                payments: { type: 'integer' },
              },
            },
          },
        }),
      },
    },
    problems: ['api.badCursor'],
    handle(c, { cursor, limit, account, ...rest }) {
      const filter = { ...rest, account: account === undefined ? undefined : z.encode(address, account) };
      const page = listRewards(readModel, filter, pageAsked('rewards', { cursor, limit }));
      c.header('X-Height', String(readModel.height));
      c.header('Vary', 'Accept');
      if ((c.req.header('accept') ?? '').startsWith('text/csv')) {
        c.header('Content-Disposition', 'attachment; filename="rewards.csv"');
        return c.body(csvOf(page.items), 200, { 'Content-Type': 'text/csv; charset=utf-8' });
      }
      return answerPage(c, 'rewards', page, { totals: totalRewards(readModel, filter) });
    },
  }),
];
