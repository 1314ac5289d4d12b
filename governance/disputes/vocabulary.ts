/** Events and errors of the court. */

import { z } from 'zod';
import { vocabulary } from '#chain/module.ts';
import { address, amount, id, integer, sum, text, timeMs } from '#chain/scalars.ts';
import { workKind } from '../contributions/state.ts';
import { epoch } from '../treasury/state.ts';
import {
  court,
  effect,
  evidenceMax,
  reasonText,
  remedy,
  roundNumber,
  ruling,
  slotsMax,
  verdict,
} from './state.ts';

export const about = { case: id, dao: id };
export const { events, errors, transaction } = vocabulary(
  {
    courtSet: z.strictObject({ dao: id, court }),
    enlisted: z.strictObject({ dao: id, juror: address, slots: integer(1, slotsMax), amount }),
    left: z.strictObject({ dao: id, juror: address, slots: integer(1, slotsMax), amount }),
    opened: z.strictObject({
      ...about,
      contribution: id,
      author: address,
      opener: address,
      remedy,
      bond: amount,
      reason: text(2_000),
    }),
    evidenceGiven: z.strictObject({
      ...about,
      account: address,
      contentId: id,
      note: text(280),
      number: integer(1, evidenceMax),
    }),
    seedCommitted: z.strictObject({ ...about, round: roundNumber, scorer: address, amount }),
    seedRevealed: z.strictObject({ ...about, round: roundNumber, scorer: address, amount }),
    summoned: z.strictObject({ ...about, round: roundNumber, juror: address }),
    /** The whole jury sits. */
    seated: z.strictObject({ ...about, round: roundNumber, at: timeMs }),
    voteCommitted: z.strictObject({ ...about, round: roundNumber, juror: address }),
    voteRevealed: z.strictObject({
      ...about,
      round: roundNumber,
      juror: address,
      vote: verdict,
      reason: reasonText,
    }),
    appealed: z.strictObject({ ...about, account: address, side: verdict, amount, round: roundNumber }),
    closed: z.strictObject({
      ...about,
      contribution: id,
      ruling,
      effect,
      burned: sum,
      /** Out of the scoring budget of `epoch`. */
      fees: amount,
      epoch,
    }),
    /** What a juror earned: a share of what others lost, and the fee. */
    paid: z.strictObject({ ...about, account: address, token: id, amount, part: z.enum(['jury']) }),
    /** Of a bond that comes back, or that was won; no reward. */
    returned: z.strictObject({ ...about, account: address, token: id, amount }),
    /** What a juror lost of a locked stake. */
    lost: z.strictObject({ ...about, account: address, token: id, amount }),
    reopened: z.strictObject({ contribution: id, dao: id, epoch, returned: amount }),
    refused: z.strictObject({ contribution: id, dao: id, epoch, returned: amount }),
    accepted: z.strictObject({ contribution: id, dao: id, author: address }),
    credited: z.strictObject({
      contribution: id,
      dao: id,
      author: address,
      kind: workKind,
      points: sum,
    }),
  },
  {
    notFound: { status: 404, message: 'No case has this id with these values.' },
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    workNotFound: { status: 404, message: 'No contribution has this id with these values.' },
    noCourt: { status: 409, message: 'This DAO has no court; its members can set one by a proposal.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
    notMember: { status: 403, message: 'Only members of the DAO may do this.' },
    notParty: { status: 403, message: 'Only the parties of this case give evidence.' },
    notScorer: { status: 403, message: 'Only bonded scorers of the DAO give parts of the seed.' },
    notJuror: { status: 403, message: 'This account does not sit in the jury of this round.' },
    zeroAmount: { status: 422, message: 'A slot must cost more than nothing.' },
    remedyDoesNotFit: {
      status: 409,
      message: 'What is asked for cannot be done to this work as it is, or not by this account.',
    },
    tooLate: { status: 409, message: 'The time for this step is over.' },
    tooEarly: { status: 409, message: 'The time for this step has not come yet.' },
    wrongRound: { status: 409, message: 'The case is in another round than this names.' },
    alreadyOpen: { status: 409, message: 'A case about this contribution is open.' },
    alreadyJudged: { status: 409, message: 'A jury has ruled about this score already.' },
    bondDiffers: { status: 422, message: 'The stake is another than the court asks for.' },
    tooMuchEvidence: { status: 409, message: 'This case has as much evidence as a case may have.' },
    alreadyCommitted: { status: 409, message: 'This account has committed in this round.' },
    alreadyRevealed: { status: 409, message: 'This account has revealed in this round.' },
    notCommitted: { status: 409, message: 'This account has committed to nothing in this round.' },
    commitDiffers: { status: 422, message: 'This is not what was committed to.' },
    drawDiffers: {
      status: 422,
      message: 'These are not the slots that the seed draws, or others held them; ask for the draw again.',
    },
    juryNotFull: { status: 409, message: 'These draws do not fill the jury.' },
    alreadySummoned: { status: 409, message: 'The jury of this round sits already.' },
    notLoser: { status: 403, message: 'Only the side that lost this round may appeal.' },
    notDue: { status: 409, message: 'This case is not over yet.' },
    alreadyClosed: { status: 409, message: 'This case is closed.' },
    valuesDiffer: {
      status: 409,
      message: 'The case has other jurors, stakes or money than this carries; ask for them again.',
    },
    slotsDiffer: { status: 409, message: 'The slots are others than this names; ask for them again.' },
    tooManySlots: { status: 422, message: 'One juror holds at most sixteen slots.' },
    onDuty: { status: 409, message: 'Seats in open cases lock this stake.' },
    notEnlisted: { status: 409, message: 'This account has no such slots.' },
  },
);
