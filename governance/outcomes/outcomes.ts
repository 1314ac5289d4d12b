/** Outcomes: what became of accepted work decides how much of its held part is released. */

import { z } from 'zod';
import { codecOf, encodeValue } from '#chain/codec.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { type Address, address, amount, bytes, type Id, id, integer } from '#chain/scalars.ts';
import { commitHash } from '#scoring/attestation.ts';
import { heldAt, outcomeWindow } from '../contributions/payment.ts';
import { type Contribution, contributions, escrow, outcomeFacts, workKind } from '../contributions/state.ts';
import { hasCommitted, quorumOf, revealsOpenAt } from '../scorers/round.ts';
import { bonds, commit, committeeMax, committees } from '../scorers/state.ts';
import { budgets, epoch } from '../treasury/state.ts';
import { factsFit, medianFacts, releasedOf } from './release.ts';
import { measurement, outcomeReveal, outcomeRounds, roundOf } from './state.ts';

const about = { contribution: id, dao: id };
const { events, errors, transaction } = vocabulary(
  {
    committed: z.strictObject({ ...about, scorer: address }),
    revealed: z.strictObject({ ...about, scorer: address, facts: outcomeFacts }),
    measured: z.strictObject({
      ...about,
      author: address,
      kind: workKind,
      epoch,
      facts: outcomeFacts,
      released: amount,
      returned: amount,
    }),
  },
  {
    notFound: { status: 404, message: 'No contribution has this id with these values.' },
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    notInCommittee: { status: 403, message: 'This account is not a scorer of the DAO.' },
    notBonded: { status: 403, message: 'A scorer without a bond may not measure outcomes.' },
    notAccepted: { status: 409, message: 'This work is not accepted, so it has no outcome.' },
    alreadyMeasured: { status: 409, message: 'The outcome of this work is already measured.' },
    nothingHeld: { status: 409, message: 'Nothing of the pay for this work waits for its outcome.' },
    tooEarly: { status: 409, message: 'The time of this outcome has not come yet.' },
    tooLate: {
      status: 409,
      message: 'The time to measure this outcome has passed, and what was held is released in full.',
    },
    alreadyCommitted: { status: 409, message: 'This scorer has already committed to this outcome.' },
    committingClosed: {
      status: 409,
      message: 'Reveals have begun, so nothing can be committed to this outcome any more.',
    },
    notCommitted: { status: 409, message: 'This scorer committed to no outcome of this work.' },
    alreadyRevealed: { status: 409, message: 'This scorer has already revealed this outcome.' },
    commitDiffers: { status: 422, message: 'The facts are not those that were committed to.' },
    revealTooEarly: {
      status: 409,
      message: 'Reveals open when all have committed, or a little after the quorum has.',
    },
    factsDoNotFit: {
      status: 422,
      message: 'Lines that stand and lines that were taken back are more than the work brought.',
    },
  },
);

const seat = (sender: Address, payload: { readonly dao: Id; readonly contribution: Id }) => ({
  committee: committees.read(payload.dao),
  bond: bonds.read(payload.dao, sender),
  round: outcomeRounds.write(payload.contribution),
});

/** What keeps the outcome of work from being measured at a time, as a code; undefined when nothing does. */
const faultOfTime = (work: Contribution, time: number) => {
  const window = outcomeWindow(work);
  if (window === undefined) return 'notAccepted';
  if (work.outcome !== undefined) return 'alreadyMeasured';
  if (time < window.from) return 'tooEarly';
  if (time > window.until) return 'tooLate';
  return heldAt(work, time) === 0n ? 'nothingHeld' : undefined;
};

const measurementCodec = codecOf(measurement);
/** The hash that a scorer commits to (PROTOCOL 8.3). */
export const outcomeCommitment = (scorer: Address, salt: string, said: z.output<typeof measurement>): Id =>
  commitHash(fromHex(scorer), fromHex(salt), encodeValue(measurementCodec, said));

const commitOutcome = transaction({
  doc: 'Commit to what became of accepted work, once its time has come; a bonded scorer of the DAO sends it.',
  payload: z.strictObject({ ...about, hash: id }),
  access: ({ sender, payload }) => ({
    ...seat(sender, payload),
    contribution: contributions.read(payload.contribution),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { members } = cells.committee.get() ?? reject('daoNotFound');
    if (!members.includes(sender)) reject('notInCommittee');
    if (cells.bond.get() === 0n) reject('notBonded');
    const work = cells.contribution.get() ?? reject('notFound');
    const { contribution: key, dao, hash } = payload;
    if (work.dao !== dao) reject('notFound');
    const fault = faultOfTime(work, time);
    if (fault !== undefined) reject(fault);
    const before = roundOf(cells.round.get(), work.acceptedAt ?? 0);
    if (hasCommitted(before, sender) !== undefined) reject('alreadyCommitted');
    if (before.reveals.length > 0) reject('committingClosed');
    cells.round.set({ ...before, commits: [...before.commits, { scorer: sender, hash, at: time }] });
    emit('committed', { contribution: key, dao, scorer: sender });
  },
});

const revealOutcome = transaction({
  doc: 'Reveal a committed outcome; the quorum releases its share of what is held and returns the rest; a bonded scorer sends it.',
  payload: z.strictObject({
    ...about,
    kind: workKind,
    epoch,
    /** At least what is held. */
    heldMax: amount,
    facts: outcomeFacts,
    salt: bytes(32),
  }),
  weight: 2,
  access: ({ sender, payload }) => ({
    ...seat(sender, payload),
    contribution: contributions.write(payload.contribution),
    escrow: escrow.draw(payload.heldMax, payload.dao, payload.contribution),
    budget: budgets.add(payload.dao, payload.kind, payload.epoch),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const scoring = cells.committee.get() ?? reject('daoNotFound');
    if (!scoring.members.includes(sender)) reject('notInCommittee');
    if (cells.bond.get() === 0n) reject('notBonded');
    const work = cells.contribution.get() ?? reject('notFound');
    const { contribution: key, dao, kind, epoch: number, facts, salt } = payload;
    if (work.dao !== dao || work.kind !== kind || work.epoch !== number) reject('notFound');
    const fault = faultOfTime(work, time);
    if (fault !== undefined) reject(fault);
    const held = heldAt(work, time);
    if (payload.heldMax < held) reject('notFound');
    const acceptedAt = work.acceptedAt ?? reject('notAccepted');
    const before = roundOf(cells.round.get(), acceptedAt);
    const committed = hasCommitted(before, sender) ?? reject('notCommitted');
    if (before.reveals.some(({ scorer }) => scorer === sender)) reject('alreadyRevealed');
    if (!factsFit(facts)) reject('factsDoNotFit');
    if (outcomeCommitment(sender, salt, { contribution: key, acceptedAt, facts }) !== committed.hash)
      reject('commitDiffers');
    if (time < (revealsOpenAt(before, scoring) ?? time + 1)) reject('revealTooEarly');
    const reveals = [...before.reveals, { scorer: sender, facts, at: time }];
    cells.round.set({ ...before, reveals });
    emit('revealed', { contribution: key, dao, scorer: sender, facts });
    if (reveals.length < quorumOf(scoring.members.length)) return undefined;
    const median = medianFacts(reveals.map((one) => one.facts));
    const released = releasedOf(held, median);
    const returned = held - released;
    cells.escrow.draw(returned);
    cells.budget.add(returned);
    cells.contribution.set({ ...work, outcome: { ...median, released, returned, at: time } });
    const { author } = work;
    emit('measured', {
      contribution: key,
      dao,
      author,
      kind,
      epoch: number,
      facts: median,
      released,
      returned,
    });
    return undefined;
  },
});

const getOutcome = query({
  doc: 'The round in which the outcome of a contribution is measured: who committed, and who revealed what.',
  path: '/contributions/{contribution}/outcome',
  params: z.strictObject({ contribution: id }),
  result: z.strictObject({
    contribution: id,
    quorum: integer(1, committeeMax),
    commits: z.array(commit).max(committeeMax),
    reveals: z.array(outcomeReveal).max(committeeMax),
  }),
  notFound: 'outcomes.notFound',
  read({ get }, { contribution: key }) {
    const stored = get(contributions.read(key));
    const scoring = stored === undefined ? undefined : get(committees.read(stored.dao));
    if (stored === undefined || scoring === undefined) return undefined;
    const { commits, reveals } = roundOf(get(outcomeRounds.read(key)), stored.acceptedAt ?? 0);
    return {
      contribution: key,
      quorum: quorumOf(scoring.members.length),
      commits: [...commits],
      reveals: [...reveals],
    };
  },
});

export const outcomesModule = defineModule({
  name: 'outcomes',
  doc: 'What became of accepted work, measured by the scorers, decides how much of its held pay is released.',
  state: [outcomeRounds],
  events,
  errors,
  transactions: { commit: commitOutcome, reveal: revealOutcome },
  queries: { getOutcome },
  lists: {
    outcomes: {
      doc: 'Measured outcomes, newest first: what was released to the author and what returned to the budget.',
      path: '/outcomes',
      event: 'measured',
      filters: ['dao', 'author', 'contribution', 'kind'],
    },
    outcomeReveals: {
      doc: 'What each scorer said about outcomes.',
      path: '/outcome-attestations',
      event: 'revealed',
      filters: ['contribution', 'dao', 'scorer'],
    },
  },
});
