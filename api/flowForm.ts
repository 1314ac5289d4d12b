/** What a request for the flows of a treasury may ask, and the form of the answer. */
import { z } from 'zod';
import { address, id, integer, signedSum, sum, timeMs } from '#chain/scalars.ts';

/** Periods of one answer. */
const periodsMax = 60;

const periodForm = z.enum(['epoch', 'month']);
export const flowsInput = z.strictObject({
  dao: id,
  /** The DAO's own where absent. */
  token: id.optional(),
  by: periodForm.optional(),
  /** Only periods before this one. */
  before: integer(0, 0xffff_ffff).optional(),
  limit: integer(1, periodsMax).optional(),
});

const flow = z.strictObject({ purpose: z.string(), received: sum, sent: sum, movements: z.int() });
export const flowsAnswer = z.strictObject({
  dao: id,
  account: address,
  token: id,
  by: periodForm,
  height: z.int(),
  time: timeMs,
  balance: sum,
  /** Balance less everything that the flows say came and went, with its sign; anything but 0 was moved before the DAO came to be. */
  unexplained: signedSum,
  totals: z.array(flow),
  /** Newest first; `balance` is that at the end of the period, or now in the running one. */
  periods: z.array(
    z.strictObject({ number: z.int(), from: timeMs, to: timeMs, balance: signedSum, flows: z.array(flow) }),
  ),
  /** What to give as `before` for older periods; null where there are none. */
  next: z.int().nullable(),
  /** Other tokens that ever came here, at most 100. */
  tokens: z.array(id),
});
