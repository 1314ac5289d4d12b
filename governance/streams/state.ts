/** A stream: money set aside for one payee, which arrives by time. */

import { z } from 'zod';
import { collection } from '#chain/access.ts';
import { address, amount, id, text, timeMs } from '#chain/scalars.ts';
import { streamedAt } from './schedule.ts';

/** What a payer says of a stream when it opens. */
export const terms = {
  token: id,
  payee: address,
  deposit: amount,
  startAt: timeMs,
  /** Equal to `startAt` where there is no cliff. */
  cliffAt: timeMs,
  endAt: timeMs,
  startAmount: amount,
  cliffAmount: amount,
  /** Whether the payer may take back what has not arrived yet; a grant that vests for sure says false. */
  cancelable: z.boolean(),
  memo: text(140),
};
export const stream = z.strictObject({
  payer: address,
  ...terms,
  /** Paid to the payee so far; the cell itself holds deposit − withdrawn. */
  withdrawn: amount,
  canceledAt: timeMs.optional(),
});
export type Stream = z.output<typeof stream>;
export const streams = collection('streams.streams', [id], stream);

export const streamStates = ['scheduled', 'cliff', 'streaming', 'arrived', 'paid', 'canceled'] as const;

/** Where a stream stands: a pure function of its stored facts and header time. */
export const stateOfStream = (stored: Stream, time: number): (typeof streamStates)[number] => {
  if (stored.canceledAt !== undefined) return 'canceled';
  if (stored.withdrawn === stored.deposit) return 'paid';
  if (time < stored.startAt) return 'scheduled';
  if (time < stored.cliffAt) return 'cliff';
  return streamedAt(stored, time) < stored.deposit ? 'streaming' : 'arrived';
};
