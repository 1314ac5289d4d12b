/** What the form of a stream holds, and the payload that it makes. */
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import { parseAmount, parseDecimal } from '../decide/fieldTexts.ts';
import { isAddress } from '../decide/isAddress.ts';
import { dayMs } from '../times.ts';

export const emptyStreamDraft = {
  payee: '',
  amount: '',
  /** Days. */
  length: '30',
  /** Days; empty for none. */
  cliff: '',
  memo: '',
  cancelable: true,
};
export type StreamDraft = typeof emptyStreamDraft;

export type StreamFault = 'payee' | 'amount' | 'tooMuch' | 'length' | 'cliff' | 'memo';

interface Facts {
  readonly token: string;
  readonly decimals: number;
  readonly free: bigint;
  readonly nowMs: number;
}

/** As long as a memo may be, in bytes of UTF-8. */
const memoBytesMax = 140;
/** A hundred years: longer is a slip of the finger. */
const daysMax = 36_500;

/** The payload of a draft, which starts now, or what is wrong with it. */
export const streamOf = (draft: StreamDraft, facts: Facts): PayloadJson<'streams.open'> | StreamFault => {
  const payee = draft.payee.trim();
  if (!isAddress(payee)) return 'payee';
  const deposit = parseAmount(draft.amount.trim(), facts.decimals);
  if (deposit === undefined || BigInt(deposit) === 0n) return 'amount';
  if (BigInt(deposit) > facts.free) return 'tooMuch';
  const days = parseDecimal(draft.length);
  if (days === undefined || days <= 0 || days > daysMax) return 'length';
  const cliffDays = draft.cliff.trim() === '' ? 0 : parseDecimal(draft.cliff);
  if (cliffDays === undefined || cliffDays >= days) return 'cliff';
  if (new TextEncoder().encode(draft.memo).length > memoBytesMax) return 'memo';
  const lengthMs = Math.max(1, Math.round(days * dayMs));
  const cliffMs = Math.min(lengthMs - 1, Math.round(cliffDays * dayMs));
  const startAt = Math.floor(facts.nowMs);
  return {
    token: facts.token,
    payee,
    deposit,
    startAt,
    cliffAt: startAt + cliffMs,
    endAt: startAt + lengthMs,
    startAmount: '0',
    // What the time before the cliff would have brought arrives with it.
    cliffAmount: ((BigInt(deposit) * BigInt(cliffMs)) / BigInt(lengthMs)).toString(),
    cancelable: draft.cancelable,
    memo: draft.memo,
  };
};
