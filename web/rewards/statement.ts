/** The figures of a statement: its months, what is still to come of each contribution, and its file for spreadsheets. */
import type { RewardJson } from '#api/client/answers.ts';
import { accruedAt, owedOf } from '#governance/contributions/payment.ts';
import { decimalText, type Token } from '../formats.ts';
import type { ContributionItem } from '../session/forYou.ts';
import { type AccrualFacts, storedOf } from '../work/chainMoney.ts';

/** A menu of three years of months is still read at a glance; older ones are reached by the address. */
const monthsMax = 36;

/** The month of a moment in the reader's zone: `2026-11`. */
export function monthOf(timeMs: number): string {
  const date = new Date(timeMs);
  return `${String(date.getFullYear()).padStart(4, '0')}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

/** First millisecond of a month and of the next one, in the reader's zone; undefined for any other text. */
export function monthBounds(month: string): { readonly from: number; readonly to: number } | undefined {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (year === undefined || number === undefined) return undefined;
  const from = new Date(Number(year), Number(number) - 1, 1).getTime();
  const to = new Date(Number(year), Number(number), 1).getTime();
  return from < 0 ? undefined : { from, to };
}

/** The months from one moment to another, newest first. */
export function monthsBetween(startMs: number, endMs: number): string[] {
  const months: string[] = [];
  const date = new Date(endMs);
  for (let back = 0; back < monthsMax; back++) {
    const first = new Date(date.getFullYear(), date.getMonth() - back, 1).getTime();
    if (monthOf(first) < monthOf(startMs)) break;
    months.push(monthOf(first));
  }
  return months;
}

/** What of a contribution's money is not with its author yet, in smallest units. */
export interface Outstanding {
  /** Arrived and not claimed. */
  readonly claimable: bigint;
  /** Arrives by the stream, and by the outcome as far as that releases it. */
  readonly toCome: bigint;
  /** Paid only once a reviewer accepts the work. */
  readonly waits: bigint;
}

const nothing: Outstanding = { claimable: 0n, toCome: 0n, waits: 0n };

/** The money of a contribution that was scored, as the chain counts it. */
export type MoneyFacts = AccrualFacts & Pick<ContributionItem, 'settledAt'>;

/** Splits what is outstanding at a moment of header time. */
export function outstandingOf(item: MoneyFacts, timeMs: number): Outstanding {
  if (item.amount === undefined) return nothing;
  const amount = BigInt(item.amount);
  const paid = BigInt(item.paidSoFar);
  if (item.acceptedAt === undefined)
    return item.settledAt === undefined ? { ...nothing, waits: amount - paid } : nothing;
  const stored = storedOf(item);
  const accrued = accruedAt(stored, timeMs);
  return { claimable: accrued > paid ? accrued - paid : 0n, toCome: owedOf(stored) - accrued, waits: 0n };
}

/** A field that a spreadsheet cannot take for a formula. */
function csvField(value: string | number): string {
  const safe = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A payment with the words that its ids stand for. */
export interface StatementRow {
  readonly reward: RewardJson;
  readonly token: Token;
  readonly daoName: string;
  readonly title: string;
}

const csvColumns = [
  'time',
  'amount',
  'token',
  'dao',
  'contribution',
  'title',
  'kind',
  'part',
  'height',
  'transaction',
];

/** The statement as CSV (RFC 4180): times in UTC, amounts in whole tokens with a point. */
export function statementCsv(rows: readonly StatementRow[]): string {
  const lines = rows.map(({ reward, token, daoName, title }) => [
    new Date(reward.time).toISOString(),
    decimalText(reward.amount, token.decimals),
    token.symbol,
    daoName,
    reward.contribution,
    title,
    reward.kind,
    reward.part,
    reward.height,
    reward.transaction,
  ]);
  return [csvColumns, ...lines].map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}
