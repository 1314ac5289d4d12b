/** Who scores and by which model: set by the DAO alone. */

import { z } from 'zod';
import { id } from '#chain/scalars.ts';
import { daos, isDao } from '../daos/state.ts';
import { committee, committeeFits, committees, model, modelInForce, models } from './state.ts';
import { transaction } from './vocabulary.ts';

export const setCommittee = transaction({
  doc: 'Replace the committee, its fee and its windows; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, committee }),
  access: ({ payload }) => ({ committee: committees.write(payload.dao) }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.committee.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    const { members } = payload.committee;
    if (new Set(members).size !== members.length) reject('repeated');
    if (!committeeFits(payload.committee)) reject('committeeSize');
    cells.committee.set(payload.committee);
    emit('committeeSet', payload);
  },
});

export const setModel = transaction({
  doc: 'Register a model and put it in force for new contributions; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, modelHash: id, model }),
  access: ({ payload: { dao, modelHash } }) => ({
    dao: daos.read(dao),
    model: models.write(dao, modelHash),
    inForce: modelInForce.write(dao),
  }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    const { dao, modelHash } = payload;
    const { extractorHash } = payload.model;
    cells.model.set(payload.model);
    cells.inForce.set({ modelHash, extractorHash });
    emit('modelSet', { dao, modelHash, extractorHash });
  },
});
