/** Votes: a tally is the sum of its ballots and never more than all power, and only what may run runs, once, in time. */
import type { Proposal, Tally } from '#governance/proposals/proposalState.ts';
import { proposals } from '#governance/proposals/state.ts';
import { type Book, big, type Change, type Desk } from './book.ts';

/** Facts of a proposal that its creation fixes. */
const fixed = [
  'dao',
  'author',
  'snapshotHeight',
  'totalPower',
  'quorumPpm',
  'thresholdPpm',
  'voteStart',
  'voteEnd',
  'deposit',
  'spendMax',
] as const;
const choices = ['against', 'for', 'abstain'] as const;
interface Ballot {
  readonly choice: keyof Tally;
  readonly power: bigint;
}

export const voteBook = ({ chain, expect }: Desk): Book => {
  const executed = new Set<string>();

  const decide = (id: string, old: Proposal, next: Proposal): void => {
    const { time } = chain;
    for (const name of fixed)
      expect(next[name] === old[name], () => `${name} of proposal ${id} changed after its creation.`);
    if (next.actionsHash !== old.actionsHash)
      expect(time < old.voteStart, () => `the actions of ${id} changed after voting began.`);
    if (next.executedAt === undefined || old.executedAt !== undefined) return;
    const earliest = old.voteEnd + old.timelockMs;
    expect(time >= earliest, () => `proposal ${id} ran at ${time}, before ${earliest}.`);
    expect(old.canceledAt === undefined, () => `proposal ${id} ran after it was canceled.`);
    expect(!executed.has(id), () => `proposal ${id} ran a second time.`);
    executed.add(id);
  };

  /** What ballots of one transaction change in each tally. */
  const countedBy = (changes: readonly Change[]): Map<string, Tally> => {
    const counted = new Map<string, Tally>();
    for (const { collection, parts, before, after } of changes) {
      if (collection !== 'proposals.ballots') continue;
      const [id = ''] = parts;
      const sums = counted.get(id) ?? { against: 0n, for: 0n, abstain: 0n };
      for (const [ballot, sign] of [
        [before as Ballot | undefined, -1n],
        [after as Ballot | undefined, 1n],
      ] as const)
        if (ballot !== undefined) sums[ballot.choice] += sign * ballot.power;
      counted.set(id, sums);
    }
    return counted;
  };

  return {
    check({ changes }) {
      const counted = countedBy(changes);
      for (const { collection, parts, before, after } of changes) {
        const [id = ''] = parts;
        if (collection === 'proposals.items') {
          const [old, next] = [before as Proposal | undefined, after as Proposal | undefined];
          expect(next !== undefined, () => `proposal ${id} is gone.`);
          if (old !== undefined && next !== undefined) decide(id, old, next);
        } else if (collection === 'proposals.tallies') {
          const stored = chain.get(proposals.read(id));
          const ballots = counted.get(id);
          counted.delete(id);
          const [old, next] = [before as Tally | undefined, after as Tally | undefined];
          for (const choice of choices)
            expect(
              big(next?.[choice]) - big(old?.[choice]) === big(ballots?.[choice]),
              () => `the tally ${choice} of ${id} is not the sum of its ballots.`,
            );
          const all = choices.reduce((sum, choice) => sum + big(next?.[choice]), 0n);
          const { totalPower = -1n, voteStart = 0, voteEnd = 0, lateMs = 0, revealMs = 0 } = stored ?? {};
          expect(all <= totalPower, () => `${all} voted on ${id}, of ${totalPower}.`);
          const { time } = chain;
          const isOpen = time >= voteStart && time < voteEnd + lateMs + revealMs;
          expect(isOpen, () => `votes on ${id} are counted at ${time}.`);
        }
      }
      for (const [id, sums] of counted)
        for (const choice of choices) expect(sums[choice] === 0n, () => `ballots on ${id} are in no tally.`);
    },
  };
};
