/** The events and errors of scorers, and the maker of their transactions. */

import { z } from 'zod';
import { vocabulary } from '#chain/module.ts';
import { address, amount, id, timeMs } from '#chain/scalars.ts';
import { scores, workKind } from '../contributions/state.ts';
import { epoch } from '../treasury/state.ts';
import { committee } from './state.ts';

/** What every event of a contribution names. */
export const about = { contribution: id, dao: id };
export const { events, errors, transaction } = vocabulary(
  {
    committed: z.strictObject({ ...about, scorer: address }),
    revealed: z.strictObject({ ...about, scorer: address, scores, featuresHash: id }),
    scored: z.strictObject({ ...about, author: address, kind: workKind, scores, amount, immediate: amount }),
    paid: z.strictObject({
      ...about,
      account: address,
      token: id,
      amount,
      kind: workKind,
      part: z.enum(['immediate']),
    }),
    feePaid: z.strictObject({ ...about, scorer: address, amount }),
    bonded: z.strictObject({ dao: id, scorer: address, amount }),
    unbonded: z.strictObject({ dao: id, scorer: address, amount, releaseAt: timeMs }),
    released: z.strictObject({ dao: id, scorer: address, amount }),
    slashed: z.strictObject({
      ...about,
      scorer: address,
      challenger: address,
      attested: scores,
      recomputed: scores,
      bond: amount,
      reward: amount,
      burned: amount,
      repaid: amount,
    }),
    challengeLost: z.strictObject({ ...about, scorer: address, challenger: address, bond: amount }),
    reopened: z.strictObject({ ...about, epoch, returned: amount }),
    committeeSet: z.strictObject({ dao: id, committee }),
    modelSet: z.strictObject({ dao: id, modelHash: id, extractorHash: id }),
  },
  {
    notFound: { status: 404, message: 'No contribution has this id.' },
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
    notInCommittee: { status: 403, message: 'This account is not a scorer of the DAO.' },
    notBonded: { status: 403, message: 'A scorer without a bond may not score.' },
    alreadyCommitted: {
      status: 409,
      message: 'This scorer has already committed to a score of this contribution.',
    },
    committingClosed: { status: 409, message: 'Reveals have begun, so no score can be committed any more.' },
    notCommitted: { status: 409, message: 'This scorer committed to no score of this contribution.' },
    commitDiffers: { status: 422, message: 'The attestation is not the one that was committed to.' },
    alreadyRevealed: {
      status: 409,
      message: 'This scorer has already revealed its score of this contribution.',
    },
    revealTooEarly: {
      status: 409,
      message: 'Reveals open when all have committed, or a little after the quorum has.',
    },
    tooLate: { status: 409, message: 'The time for scoring this contribution has passed.' },
    wrongContent: { status: 422, message: 'The attestation is for other content or another DAO.' },
    wrongModel: { status: 422, message: 'The attestation was made with another model or extractor.' },
    wrongPosition: {
      status: 422,
      message: 'The attestation is for another position in the history of the DAO.',
    },
    wrongPay: { status: 422, message: 'Author, kind, cap or fee differ from what is stored.' },
    notRevealed: {
      status: 409,
      message: 'This scorer has no valid score of this contribution to challenge.',
    },
    windowClosed: { status: 409, message: 'The challenge window of this contribution is closed.' },
    ownScore: { status: 403, message: 'A scorer cannot challenge itself.' },
    featuresDiffer: { status: 422, message: 'These features do not have the hash that the scorer attested.' },
    rowsInvalid: { status: 422, message: 'These rows are not those of the model for these features.' },
    bondDiffers: {
      status: 409,
      message: 'The bond or the escrow is more than the challenge names, or its own bond is another.',
    },
    zeroAmount: { status: 422, message: 'The amount must be more than zero.' },
    notMultiple: { status: 422, message: 'A bond moves in multiples of four of the smallest unit.' },
    unbondingOpen: { status: 409, message: 'A part of this bond is already on its way back.' },
    unbondingNotFound: { status: 404, message: 'No bond of this scorer and amount is on its way back.' },
    unbondingNotDue: { status: 409, message: 'This bond is still on its way back and can be slashed.' },
    repeated: { status: 422, message: 'A scorer is named twice.' },
    committeeSize: { status: 422, message: 'A committee has four or seven members.' },
  },
);
