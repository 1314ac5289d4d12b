/** The registry of the product: one line a module. */
import { accounts } from './accounts/accounts.ts';
import { contributionsModule } from './contributions/contributions.ts';
import { convictionModule } from './conviction/conviction.ts';
import { daosModule } from './daos/daos.ts';
import { delegationModule } from './delegation/delegation.ts';
import { disputesModule } from './disputes/disputes.ts';
import { exitsModule } from './exits/exits.ts';
import { milestonesModule } from './milestones/milestones.ts';
import { outcomesModule } from './outcomes/outcomes.ts';
import { payoutsModule } from './payouts/payouts.ts';
import { pollsModule } from './polls/polls.ts';
import { powerModule } from './power/power.ts';
import { proposalsModule } from './proposals/proposals.ts';
import { reputationModule } from './reputation/reputation.ts';
import { reviewsModule } from './reviews/reviews.ts';
import { scorers } from './scorers/scorers.ts';
import { streamsModule } from './streams/streams.ts';
import { tokensModule } from './tokens/tokens.ts';
import { treasury } from './treasury/treasury.ts';

export const modules = [
  accounts,
  tokensModule,
  daosModule,
  treasury,
  proposalsModule,
  contributionsModule,
  scorers,
  outcomesModule,
  reviewsModule,
  streamsModule,
  milestonesModule,
  payoutsModule,
  exitsModule,
  convictionModule,
  delegationModule,
  reputationModule,
  powerModule,
  pollsModule,
  disputesModule,
] as const;
export type Modules = typeof modules;
