/** Transactions on the spending limit: set and lifted by vote, renewed by anyone once an epoch. */

import { z } from 'zod';
import { daoAddress } from '#chain/crypto/address.ts';
import { query, vocabulary } from '#chain/module.ts';
import { amount, id, sum } from '#chain/scalars.ts';
import { daos, epochAt, isDao, policies } from '../daos/state.ts';
import { limits, spendable } from './spendLimit.ts';
import { epoch } from './state.ts';

const about = { dao: id, token: id };
const { events, errors, transaction } = vocabulary(
  {
    limitSet: z.strictObject({ ...about, perEpoch: amount }),
    limitLifted: z.strictObject(about),
    limitRenewed: z.strictObject({ ...about, epoch, amount }),
  },
  {
    noLimit: { status: 409, message: 'The DAO has no spending limit for this token.' },
    alreadyRenewed: { status: 409, message: 'The spending limit is already renewed for this epoch.' },
    leftDiffers: { status: 409, message: 'The amount differs from what may still leave.' },
    limitNotRenewed: {
      status: 409,
      message: 'The spending limit is not renewed for this epoch yet; anyone may send treasury.renewLimit.',
    },
  },
);

export const limitVocabulary = { events, errors };

const accessOf = (dao: string, token: string) => ({
  dao: daos.read(dao),
  limit: limits.write(token, daoAddress(dao)),
});

export const setLimit = transaction({
  doc: 'Set how much of a token may leave the treasury in an epoch, from its next renewal on; only the DAO itself may send it.',
  payload: z.strictObject({ ...about, perEpoch: amount }),
  access: ({ payload: { dao, token } }) => accessOf(dao, token),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('treasury.notFound');
    if (!isDao(payload.dao, sender)) reject('treasury.notTheDao');
    cells.limit.set({ ...cells.limit.get(), next: payload.perEpoch });
    emit('limitSet', payload);
  },
});

export const liftLimit = transaction({
  doc: 'Lift the spending limit of a token from its next renewal on; only the DAO itself may send it.',
  payload: z.strictObject(about),
  access: ({ payload: { dao, token } }) => accessOf(dao, token),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('treasury.notFound');
    if (!isDao(payload.dao, sender)) reject('treasury.notTheDao');
    const { renewedFor } = cells.limit.get() ?? reject('noLimit');
    cells.limit.set(renewedFor === undefined ? {} : { renewedFor });
    emit('limitLifted', payload);
  },
});

export const renewLimit = transaction({
  doc: 'Renew a spending limit for the running epoch, or drop a lifted one; anyone may send it once an epoch.',
  payload: z.strictObject({ ...about, epoch, amount, left: sum }),
  access: ({ payload: { dao, token, left } }) => ({
    policy: policies.read(dao),
    limit: limits.write(token, daoAddress(dao)),
    left: spendable.read(token, daoAddress(dao)),
    old: spendable.draw(left, token, daoAddress(dao)),
    renewed: spendable.add(token, daoAddress(dao)),
  }),
  apply(cells, { payload, time, genesisTime, emit, reject }) {
    const { epochMs } = cells.policy.get() ?? reject('treasury.notFound');
    const stored = cells.limit.get() ?? reject('noLimit');
    if (epochAt(time, genesisTime, epochMs) !== payload.epoch) reject('treasury.wrongEpoch');
    if (stored.renewedFor === payload.epoch) reject('alreadyRenewed');
    const next = stored.next ?? 0n;
    if (cells.left.get() !== payload.left || next !== payload.amount) reject('leftDiffers');
    // Nothing of an earlier epoch is carried over; where a payment came first in this block, this is sent again.
    cells.old.draw(payload.left);
    cells.renewed.add(next);
    if (stored.next === undefined) cells.limit.delete();
    else cells.limit.set({ ...stored, renewedFor: payload.epoch });
    emit('limitRenewed', { dao: payload.dao, token: payload.token, epoch: payload.epoch, amount: next });
  },
});

export const getLimit = query({
  doc: 'How much of a token may leave a treasury, and how much still may in the running epoch.',
  path: '/daos/{dao}/limits/{token}',
  params: z.strictObject(about),
  result: z.strictObject({
    ...about,
    limited: z.boolean(),
    /** From the next renewal on; absent where there is none, or none from then on. */
    perEpoch: amount.optional(),
    left: sum,
    /** Whether it is renewed for the running epoch; until then nothing may leave. */
    renewed: z.boolean(),
  }),
  notFound: 'treasury.notFound',
  read({ get, time, genesisTime }, { dao, token }) {
    const policy = get(policies.read(dao));
    if (policy === undefined) return undefined;
    const limit = get(limits.read(token, daoAddress(dao)));
    const renewed = limit?.renewedFor === epochAt(time, genesisTime, policy.epochMs);
    return {
      dao,
      token,
      limited: limit !== undefined,
      ...(limit?.next === undefined ? {} : { perEpoch: limit.next }),
      left: renewed ? get(spendable.read(token, daoAddress(dao))) : 0n,
      renewed,
    };
  },
});
