/** Challenge (a): recomputes a revealed score from the model's committed tables, inside the transition (PROTOCOL 8.5). */

import { z } from 'zod';
import { fromHex } from '#chain/crypto/bytes.ts';
import { type Address, address, amount, bytes, id, integer } from '#chain/scalars.ts';
import { featuresHash } from '#scoring/attestation.ts';
import { scoreOfRows, verifyRow } from '#scoring/reference.ts';
import { contributions, escrow, exposed, workKind } from '../contributions/state.ts';
import { balances, burned } from '../tokens/state.ts';
import { budgets, epoch } from '../treasury/state.ts';
import {
  bonds,
  committees,
  coverage,
  coverageDebt,
  featuresMax,
  type model,
  models,
  rounds,
  unbondings,
} from './state.ts';

const feature = integer(-(1 << 30) * 2, (1 << 30) * 2 - 1);
const entry = integer(-1_000_000, 1_000_000);
const depthMax = 20;
const row = z.strictObject({
  feature: integer(0, featuresMax - 1),
  from: feature,
  to: integer(-(1 << 30) * 2, (1 << 30) * 2),
  entries: z.array(entry).length(4),
  index: integer(0, 999_999),
  siblings: z.array(bytes(32)).max(depthMax),
});
export const challengePayload = z.strictObject({
  dao: id,
  contribution: id,
  scorer: address,
  author: address,
  kind: workKind,
  epoch,
  modelHash: id,
  /** At least the scorer’s whole bond. */
  bond: amount,
  /** At least what the contribution’s escrow holds. */
  escrowed: amount,
  challengeBond: amount,
  features: z.array(feature).min(1).max(featuresMax),
  /** Salt of the content: with it the features have the hash that the scorer attested. */
  salt: bytes(32),
  rows: z.array(row).min(1).max(featuresMax),
});
export type ChallengePayload = z.output<typeof challengePayload>;

export const challengeAccess = ({ sender, payload }: { sender: Address; payload: ChallengePayload }) => {
  const { dao, contribution, scorer, author, kind, epoch: number, modelHash } = payload;
  return {
    committee: committees.read(dao),
    model: models.read(dao, modelHash),
    round: rounds.write(contribution),
    contribution: contributions.write(contribution),
    bondOpening: bonds.read(dao, scorer),
    bond: bonds.draw(payload.bond, dao, scorer),
    unbonding: unbondings.write(dao, scorer),
    stakeOfChallenger: balances.draw(payload.challengeBond, dao, sender),
    challenger: balances.add(dao, sender),
    challenged: balances.add(dao, scorer),
    burned: burned.add(dao),
    budget: budgets.add(dao, kind, number),
    escrowOpening: escrow.read(dao, contribution),
    escrow: escrow.draw(payload.escrowed, dao, contribution),
    exposed: exposed.write(dao, author),
    coverage: coverage.add(dao, 'known'),
    newcomerCoverage: coverage.add(dao, 'newcomer'),
    knownDebt: coverageDebt.write(dao, 'known'),
    newcomerDebt: coverageDebt.write(dao, 'newcomer'),
  };
};

/** The score that the committed tables give, or why these rows prove nothing. */
export const recompute = (
  { features, salt, rows }: ChallengePayload,
  registered: z.output<typeof model>,
  attestedHash: string,
): { readonly scores: readonly number[] } | { readonly fault: 'featuresDiffer' | 'rowsInvalid' } => {
  if (featuresHash(fromHex(salt), [...features]) !== attestedHash) return { fault: 'featuresDiffer' };
  if (features.length !== registered.featureCount) return { fault: 'featuresDiffer' };
  const root = fromHex(registered.tablesRoot);
  const plain = rows.map((one) => ({
    feature: one.feature,
    from: one.from,
    to: one.to,
    entries: [one.entries[0] ?? 0, one.entries[1] ?? 0, one.entries[2] ?? 0, one.entries[3] ?? 0] as [
      number,
      number,
      number,
      number,
    ],
  }));
  const proven = rows.every((one, i) => {
    const bare = plain[i];
    return (
      bare !== undefined && verifyRow(root, registered.rowCount, bare, one.index, one.siblings.map(fromHex))
    );
  });
  const scores = proven ? scoreOfRows([...registered.bias], plain, [...features]) : null;
  return scores === null ? { fault: 'rowsInvalid' } : { scores };
};
