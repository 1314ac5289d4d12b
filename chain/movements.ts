/** How a module says which of its events moved money: read by those who add up what came to an account and what left it. */

/** One way in which an event moves units into, or out of, the free balance of an account. */
export interface Movement {
  readonly way: 'in' | 'out';
  /** The field that names the account; `dao` stands for the DAO's own. */
  readonly account: string;
  /** What the money is for, in one word: movements of one purpose are added up together. */
  readonly purpose: string;
  /** The field with the amount; amounts of a list of lines are added up. */
  readonly amount: string;
  /** What moves is the amount ÷ this, rounded down. */
  readonly divisor: bigint;
}

/** Into the free balance of the account that a field names. */
export const into = (account: string, purpose: string, amount = 'amount', divisor = 1n): Movement => ({
  way: 'in',
  account,
  purpose,
  amount,
  divisor,
});
/** Out of the free balance of the account that a field names. */
export const outOf = (account: string, purpose: string, amount = 'amount', divisor = 1n): Movement => ({
  ...into(account, purpose, amount, divisor),
  way: 'out',
});

/** The token of a movement: the field `token` where the event has one, else the DAO, whose token bears its id. */
export const tokenOf = <T>(field: (name: string) => T | null | undefined): T | null | undefined =>
  field('token') ?? field('dao');
