/** Payouts from a list of payees: reads a CSV, and makes the root that is voted on and the pages that pay; safe in browsers. */
import { formatAddress, parseAddress } from '#chain/crypto/address.ts';
import { amountMax } from '#chain/limits.ts';
import { totalAmount } from '#chain/scalars.ts';
import { type Payments, pagePaymentsMax, treeOf } from '#governance/payouts/pages.ts';
import { ClientError } from './clientError.ts';
import type { PayloadJson } from './jsonTypes.ts';

/** A list of payees, ready to be decided about and paid. */
export interface PayoutPlan {
  /** What `payouts.open` names. */
  readonly root: string;
  readonly pages: number;
  /** Smallest units, in decimal digits. */
  readonly total: string;
  readonly payees: number;
  /** What `payouts.payPage` carries besides the payout and its token, page by page. */
  readonly list: readonly Pick<PayloadJson<'payouts.payPage'>, 'page' | 'payments' | 'path'>[];
}

const badLine = (line: number, why: string): ClientError =>
  new ClientError('client.badList', 'The list of payees cannot be read.', `Line ${line}: ${why}`, 422);

/** Whole and fractional digits of an amount of tokens. */
const amountPattern = /^(\d{1,29})(?:\.(\d{1,18}))?$/;
const unitsOf = (text: string, decimals: number, line: number): bigint => {
  const [, whole = '', fraction = ''] = amountPattern.exec(text) ?? [];
  if (whole === '') throw badLine(line, `“${text}” is no amount; write it like 12.5.`);
  if (fraction.length > decimals)
    throw badLine(line, `“${text}” has more than the ${decimals} decimals of the token.`);
  const units = BigInt(whole + fraction.padEnd(decimals, '0'));
  if (units === 0n) throw badLine(line, 'the amount must be more than zero.');
  if (units > amountMax) throw badLine(line, 'the amount is more than any token can have.');
  return units;
};
const accountOf = (text: string, line: number): string => {
  try {
    return parseAddress(text);
  } catch (error) {
    throw badLine(line, (error as Error).message);
  }
};

/**
 * Reads lines `address,amount`, amounts in whole tokens with up to `decimals` decimals; a first line whose second part
 * has no digit names the columns. Throws `client.badList` with the line for what is malformed, zero, or names an account twice.
 */
export const readPayees = (csv: string, decimals: number): Payments => {
  const seen = new Map<string, number>();
  const lines = csv.split(/\r?\n/).map((text, index) => ({ text: text.trim(), line: index + 1 }));
  const rows = lines.filter(
    ({ text }, index) => text !== '' && !(index === 0 && !/\d/.test(text.split(',')[1] ?? '0')),
  );
  return rows.map(({ text, line }) => {
    const [name = '', written = '', ...others] = text.split(',').map((part) => part.trim());
    if (written === '' || others.length > 0) throw badLine(line, 'it has two parts, address and amount.');
    const account = accountOf(name, line);
    const before = seen.get(account);
    if (before !== undefined) throw badLine(line, `this account already stands in line ${before}.`);
    seen.set(account, line);
    return { account, amount: unitsOf(written, decimals, line) };
  });
};

/** Cuts a list into pages and makes their tree; throws `client.badList` for an empty list and a `RangeError` for too long a one. */
export const planPayout = (payees: Payments): PayoutPlan => {
  if (payees.length === 0)
    throw new ClientError('client.badList', 'The list of payees cannot be read.', 'It is empty.', 422);
  const pages: Payments[] = [];
  for (let at = 0; at < payees.length; at += pagePaymentsMax)
    pages.push(payees.slice(at, at + pagePaymentsMax));
  const { root, paths } = treeOf(pages);
  return {
    root,
    pages: pages.length,
    total: totalAmount(payees).toString(),
    payees: payees.length,
    list: pages.map((page, number) => ({
      page: number,
      payments: page.map(({ account, amount }) => ({
        account: formatAddress(account),
        amount: amount.toString(),
      })),
      path: paths[number] ?? '',
    })),
  };
};
