/** What may leave a treasury in an epoch, whatever the way: a draw beside every draw on the DAO's account. */

import { z } from 'zod';
import { type Access, accumulator, collection, splitKey } from '#chain/access.ts';
import { daoAddress } from '#chain/crypto/address.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import type { DrawGuard } from '#chain/module.ts';
import { address, amount, type Id, id } from '#chain/scalars.ts';
import { epochAt, policies } from '../daos/state.ts';
import { balances } from '../tokens/state.ts';
import { epoch } from './state.ts';

/** The limit of a DAO's account for a token; absent where any amount may leave. */
export const limits = collection(
  'treasury.limits',
  [id, address],
  z.strictObject({
    /** What the next renewal gives; absent where it lifts the limit. */
    next: amount.optional(),
    /** The epoch that `spendable` was renewed for; absent before the first. */
    renewedFor: epoch.optional(),
  }),
  { frozen: true },
);
/** What may still leave in the epoch that the limit was renewed for: a right, not money. */
export const spendable = accumulator('treasury.spendable', [id, address]);

/** The cells that spending up to `ceiling` of a token takes. */
export const limitAccess = (dao: Id, token: Id, ceiling: bigint) => {
  const account = daoAddress(dao);
  return {
    policy: policies.read(dao),
    limit: limits.read(token, account),
    spendable: spendable.draw(ceiling, token, account),
  };
};
interface LimitCells {
  readonly policy: { get(): Readonly<{ epochMs: number }> | undefined };
  readonly limit: { get(): Readonly<{ renewedFor?: number | undefined }> | undefined };
  readonly spendable: { draw(amount: bigint): void };
}
interface Place {
  readonly time: number;
  readonly genesisTime: number;
  reject(code: 'treasury.limitNotRenewed'): never;
}

/** Takes an amount off what may leave in this epoch; nothing where the account had no limit when the block opened. */
export const spend = (cells: LimitCells, spent: bigint, { time, genesisTime, reject }: Place): void => {
  const limit = cells.limit.get();
  const policy = cells.policy.get();
  if (limit === undefined || policy === undefined) return;
  if (limit.renewedFor !== epochAt(time, genesisTime, policy.epochMs)) reject('treasury.limitNotRenewed');
  cells.spendable.draw(spent);
};

/** Puts the limit beside every draw that an action makes on the account of its DAO, of whatever module and kind. */
export const spendGuard = (dao: Id): DrawGuard => {
  const account = daoAddress(dao);
  return {
    access({ collection: drawn, key, ceiling }: Access) {
      if (drawn !== balances.definition) return undefined;
      const [, token, holder] = splitKey(key);
      if (token === undefined || holder === undefined || toHex(holder) !== account) return undefined;
      return limitAccess(dao, toHex(token), ceiling);
    },
    draw: (cells, spent, place) => spend(cells as unknown as LimitCells, spent, place),
  };
};
