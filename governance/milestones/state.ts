/** An agreement in parts: money set aside for a payee, each part paid when a reviewer accepts what was delivered for it. */

import { z } from 'zod';
import { collection } from '#chain/access.ts';
import { address, amount, id, integer, text, timeMs } from '#chain/scalars.ts';

const partsMax = 16;
export const partNumber = integer(0, partsMax - 1);
const aboutPart = { title: text(80, 1), amount };

/** What a payer says of an agreement when it opens. */
export const terms = {
  token: id,
  payee: address,
  /** Who accepts or declines what is delivered; never the payee. */
  reviewer: address,
  parts: z.array(z.strictObject(aboutPart)).min(1).max(partsMax),
  /** Parts are delivered before this. */
  deliverBy: timeMs,
  /** How long the reviewer has for each delivery; silence accepts. */
  reviewMs: integer(1_000, 31_536_000_000),
  memo: text(140),
};
const part = z.strictObject({
  ...aboutPart,
  /** When it was delivered last; absent before, and after it was declined. */
  deliveredAt: timeMs.optional(),
  acceptedAt: timeMs.optional(),
});
export const agreement = z.strictObject({
  payer: address,
  ...terms,
  parts: z.array(part).min(1).max(partsMax),
  /** What was not accepted went back to the payer. */
  closedAt: timeMs.optional(),
});
export type Agreement = z.output<typeof agreement>;
type Part = Agreement['parts'][number];
export const agreements = collection('milestones.agreements', [id], agreement);

/** What an agreement still holds. */
export const heldOf = ({ parts, closedAt }: Agreement): bigint =>
  closedAt !== undefined
    ? 0n
    : parts.reduce((total, one) => (one.acceptedAt === undefined ? total + one.amount : total), 0n);

export const partStates = ['open', 'delivered', 'due', 'accepted', 'returned'] as const;
/** Where a part stands: a pure function of stored facts and header time; `due` may be accepted by anyone. */
export const stateOfPart = (
  { closedAt, reviewMs }: Pick<Agreement, 'closedAt' | 'reviewMs'>,
  { deliveredAt, acceptedAt }: Part,
  time: number,
): (typeof partStates)[number] => {
  if (acceptedAt !== undefined) return 'accepted';
  if (closedAt !== undefined) return 'returned';
  if (deliveredAt === undefined) return 'open';
  return time < deliveredAt + reviewMs ? 'delivered' : 'due';
};

export const agreementStates = ['running', 'overdue', 'paid', 'closed'] as const;
/** `overdue` is one that anyone may close: its time is over, and nothing waits for its reviewer. */
export const stateOfAgreement = (stored: Agreement, time: number): (typeof agreementStates)[number] => {
  if (stored.closedAt !== undefined) return 'closed';
  if (stored.parts.every(({ acceptedAt }) => acceptedAt !== undefined)) return 'paid';
  return time >= stored.deliverBy && !isWaiting(stored) ? 'overdue' : 'running';
};
/** Whether something was delivered that nobody accepted or declined yet. */
export const isWaiting = ({ parts }: Agreement): boolean =>
  parts.some(({ deliveredAt, acceptedAt }) => deliveredAt !== undefined && acceptedAt === undefined);
