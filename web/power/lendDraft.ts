/** What the reader fills in to lend power, and the grant that it means. */
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import { delegatesMax, epochsAheadMax } from '#governance/delegation/state.ts';
import { parseAmount, parseShare } from '../decide/fieldTexts.ts';
import { isAddress } from '../decide/isAddress.ts';

type LendJson = PayloadJson<'delegation.set'>;
export type Track = LendJson['grants'][number]['tracks'][number];

/** Texts as they stand in the form. */
export interface LendDraft {
  readonly rows: readonly { readonly delegate: string; readonly share: string }[];
  readonly amount: string;
  readonly tracks: readonly Track[];
  readonly epochs: string;
}
/** Delegates that the chain takes in one grant. */
export const rowsMax = delegatesMax;
const wholePpm = 1_000_000;

/** What the draft is made against. */
interface LendFacts {
  readonly account: string;
  readonly staked: bigint;
  readonly decimals: number;
  /** The running epoch. */
  readonly epoch: number;
}
/** The first thing that does not fit. */
export type LendFault = 'address' | 'shares' | 'amount' | 'tracks' | 'epochs';

/** The amount and the grant of a draft, or what does not fit. */
export function lendOf(
  draft: LendDraft,
  { account, staked, decimals, epoch }: LendFacts,
): Pick<LendJson, 'amount' | 'grants'> | LendFault {
  const delegates = draft.rows.map(({ delegate }) => delegate.trim());
  const unique = new Set(delegates).size === delegates.length;
  if (!unique || delegates.some((one) => !isAddress(one) || one === account)) return 'address';
  const ppms = draft.rows.map(({ share }) => parseShare(share.trim()) ?? 0);
  if (ppms.some((ppm) => ppm <= 0) || ppms.reduce((sum, ppm) => sum + ppm, 0) > wholePpm) return 'shares';
  const amount = parseAmount(draft.amount.trim(), decimals);
  if (amount === undefined || BigInt(amount) === 0n || BigInt(amount) > staked) return 'amount';
  if (draft.tracks.length === 0) return 'tracks';
  if (!/^\d{1,2}$/.test(draft.epochs.trim()) || Number(draft.epochs) > epochsAheadMax) return 'epochs';
  const shares = delegates.map((delegate, place) => ({ delegate, ppm: ppms[place] ?? 0 }));
  return { amount, grants: [{ tracks: [...draft.tracks], expires: epoch + Number(draft.epochs), shares }] };
}
