/** What pages about one contribution ask the node. */
import { client } from '../node.ts';

/** A contribution with score, reasons, attestations, receipt and rewards. */
export const contributionQuery = (id: string) =>
  ({ queryKey: ['contributions', 'one', id], queryFn: () => client.contribution(id) }) as const;

/** Who committed and who revealed what. */
export const roundQuery = (contribution: string) =>
  ({
    queryKey: ['contributions', 'round', contribution],
    queryFn: () => client.query.scorers.getRound({ contribution }),
  }) as const;

/** What scorers said became of a contribution. */
export const outcomeQuery = (contribution: string) =>
  ({
    queryKey: ['contributions', 'outcome', contribution],
    queryFn: () => client.query.outcomes.getOutcome({ contribution }),
  }) as const;

export type ContributionJson = Awaited<ReturnType<typeof client.contribution>>;
export type RoundJson = Awaited<ReturnType<typeof client.query.scorers.getRound>>;
export type WorkKind = ContributionJson['kind'];
