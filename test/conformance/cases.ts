/** Every case that the conformance suite sends: all kinds, all codes; another suite may send them through the API. */
import { accountCases } from './accountCases.ts';
import { challengeCases } from './challengeCases.ts';
import { contributionCases } from './contributionCases.ts';
import { convictionCases } from './convictionCases.ts';
import { courtCases } from './courtCases.ts';
import { daoCases } from './daoCases.ts';
import { delegationCases } from './delegationCases.ts';
import { exitCases } from './exitCases.ts';
import { guardCases } from './guardCases.ts';
import { limitCases } from './limitCases.ts';
import { milestoneCases } from './milestoneCases.ts';
import { outcomeCases } from './outcomeCases.ts';
import { payoutCases } from './payoutCases.ts';
import { pledgeCases } from './pledgeCases.ts';
import { pollCases } from './pollCases.ts';
import { powerCases } from './powerCases.ts';
import { proposalCases } from './proposalCases.ts';
import { recalibrationCases } from './recalibrationCases.ts';
import { reviewCases } from './reviewCases.ts';
import { scorerCases } from './scorerCases.ts';
import { scoringCases } from './scoringCases.ts';
import { sealCases } from './sealCases.ts';
import type { Case } from './stage.ts';
import { streamCases } from './streamCases.ts';
import { tokenCases } from './tokenCases.ts';
import { trackCases } from './trackCases.ts';
import { treasuryCases } from './treasuryCases.ts';

export const cases: readonly Case[] = [
  ...accountCases,
  ...tokenCases,
  ...daoCases,
  ...treasuryCases,
  ...proposalCases,
  ...contributionCases,
  ...scoringCases,
  ...challengeCases,
  ...guardCases,
  ...trackCases,
  ...sealCases,
  ...scorerCases,
  ...outcomeCases,
  ...reviewCases,
  ...recalibrationCases,
  ...delegationCases,
  ...powerCases,
  ...pledgeCases,
  ...streamCases,
  ...pollCases,
  ...payoutCases,
  ...limitCases,
  ...exitCases,
  ...convictionCases,
  ...milestoneCases,
  ...courtCases,
];
