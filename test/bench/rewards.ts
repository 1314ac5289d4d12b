/** The rewards query over many payments, measured by its own script where the tree has one. */
import { existsSync } from 'node:fs';

/** What a script of the read model measures. */
export interface RewardsFigures {
  readonly rows: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worst?: string;
}

/** Null where there is no such script. */
export const benchRewards = async (rows: number): Promise<RewardsFigures | null> => {
  const url = new URL('./rewardsQuery.ts', import.meta.url);
  if (!existsSync(url)) return null;
  const { benchRewardsQuery } = (await import(url.href)) as {
    benchRewardsQuery(options: { readonly rows: number }): Promise<RewardsFigures>;
  };
  return benchRewardsQuery({ rows });
};
