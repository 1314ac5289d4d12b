/** Votes: a tally is the sum of its ballots, power is what was staked before, and only what carried is executed, once, in time. */
import type { Proposal } from '#governance/proposals/proposalState.ts';
import type { Expect, Invariants } from './invariants.ts';
import type { Executed, Oracle } from './oracle.ts';

interface Ballot {
  readonly choice: 'against' | 'for' | 'abstain';
  readonly power: bigint;
}
type Votes = Record<Ballot['choice'], bigint>;

export const voteInvariants = (oracle: Oracle, expect: Expect): Invariants => {
  /** What each account had staked after which block, kept beside the chain's own checkpoints. */
  const staked = new Map<string, { readonly height: number; readonly amount: bigint }[]>();
  const stakedAt = (token: string, account: string, height: number): bigint =>
    staked.get(`${token}/${account}`)?.findLast((one) => one.height <= height)?.amount ?? 0n;
  const totalAt = (token: string, height: number): bigint => {
    let sum = 0n;
    for (const [key] of staked) {
      const [of = '', account = ''] = key.split('/');
      if (of === token) sum += stakedAt(token, account, height);
    }
    return sum;
  };
  const countOf = (proposal: string): Votes => {
    const votes: Votes = { against: 0n, for: 0n, abstain: 0n };
    for (const [key, { choice, power }] of oracle.values<Ballot>('proposals.ballots'))
      if (key.startsWith(`${proposal}/`)) votes[choice] += power;
    return votes;
  };
  /** Ballots in the order in which they came, kept beside the chain's own tallies. */
  const cast = new Map<
    string,
    { readonly time: number; readonly voter: string; readonly ballot: Ballot }[]
  >();
  /** Whether for and abstain reached the quorum by the ballots before a time. */
  const quorumAt = (proposal: string, { quorumPpm, totalPower }: Proposal, before: number): boolean => {
    const last = new Map<string, Ballot>();
    for (const { time, voter, ballot } of cast.get(proposal) ?? [])
      if (time < before) last.set(voter, ballot);
    let sum = 0n;
    for (const { choice, power } of last.values()) if (choice !== 'against') sum += power;
    return sum * 1_000_000n >= BigInt(quorumPpm) * totalPower;
  };
  const extendedBy = (proposal: string, stored: Proposal): boolean =>
    !quorumAt(proposal, stored, stored.voteEnd - stored.lateMs) && quorumAt(proposal, stored, stored.voteEnd);
  const checkTally = (proposal: string): void => {
    const votes = countOf(proposal);
    const said = oracle.value<Votes>('proposals.tallies', proposal) ?? { against: 0n, for: 0n, abstain: 0n };
    for (const choice of ['against', 'for', 'abstain'] as const)
      expect(
        votes[choice] === said[choice],
        () => `Ballots ${choice} are ${votes[choice]} on ${proposal}, the tally says ${said[choice]}.`,
      );
  };
  const checkBallot = (
    { time }: Executed,
    [proposal = '', voter = '']: readonly string[],
    ballot: Ballot,
  ): void => {
    const stored = oracle.value<Proposal>('proposals.items', proposal);
    expect(stored !== undefined, () => `There is a ballot on no proposal ${proposal}.`);
    if (stored === undefined) return;
    const ends = stored.voteEnd + (extendedBy(proposal, stored) ? stored.lateMs : 0);
    expect(
      time >= stored.voteStart && time < ends,
      () => `A ballot on ${proposal} came at ${time}, outside its time.`,
    );
    cast.set(proposal, [...(cast.get(proposal) ?? []), { time, voter, ballot }]);
    const power = stakedAt(stored.token, voter, stored.snapshotHeight);
    expect(
      ballot.power === power && power > 0n,
      () => `${voter} voted with ${ballot.power} and had ${power} at the snapshot.`,
    );
  };
  const checkProposal = (
    { time, height }: Executed,
    key: string,
    before: Proposal | undefined,
    after: Proposal,
  ): void => {
    if (before === undefined) {
      expect(
        after.snapshotHeight === height - 1,
        () => `The proposal ${key} takes power from block ${after.snapshotHeight}.`,
      );
      const power = totalAt(after.token, after.snapshotHeight);
      // The total is read when the block opens, which is when its parent closes.
      expect(
        after.totalPower === power,
        () => `The proposal ${key} says that all power is ${after.totalPower}; it was ${power}.`,
      );
      return;
    }
    for (const name of [
      'actionsHash',
      'voteStart',
      'voteEnd',
      'timelockMs',
      'snapshotHeight',
      'quorumPpm',
      'thresholdPpm',
    ] as const)
      expect(before[name] === after[name], () => `${name} of the proposal ${key} changed.`);
    if (after.executedAt === before.executedAt) return;
    expect(before.executedAt === undefined, () => `The proposal ${key} is executed a second time.`);
    expect(
      before.canceledAt === undefined && before.vetoedAt === undefined,
      () => `The stopped proposal ${key} is executed.`,
    );
    const from =
      before.voteEnd +
      (extendedBy(key, before) ? before.lateMs : 0) +
      before.timelockMs +
      (before.delayedMs ?? 0);
    expect(
      time >= from && time < from + before.expiryMs,
      () => `The proposal ${key} runs at ${time}; it may from ${from}.`,
    );
    const votes = countOf(key);
    const enough = (votes.for + votes.abstain) * 1_000_000n >= BigInt(before.quorumPpm) * before.totalPower;
    const most = votes.for * 1_000_000n >= BigInt(before.thresholdPpm) * (votes.for + votes.against);
    expect(enough && most && votes.for > votes.against, () => `The proposal ${key} runs and did not carry.`);
  };
  /** Actions as they were proposed. */
  const proposed = new Map<string, string>();
  const ran = new Set<string>();
  /** A proposal runs the actions that were voted on and no others. */
  const checkActions = ({ transactions, receipts }: Executed): void => {
    receipts.forEach(({ events }, index) => {
      for (const { name, data } of events) {
        const { proposal = '', actions } = data as { proposal?: string; actions?: unknown };
        if (name === 'proposals.created') proposed.set(proposal, textOf(actions));
        if (name !== 'proposals.executed') continue;
        expect(!ran.has(proposal), () => `The proposal ${proposal} is executed a second time.`);
        ran.add(proposal);
        const actionsRun = (transactions[index]?.payload as { actions?: unknown } | undefined)?.actions;
        expect(
          textOf(actionsRun) === proposed.get(proposal),
          () => `${proposal} runs other actions than were voted on.`,
        );
      }
    });
  };
  return {
    afterBlock(block) {
      const { height, changes } = block;
      checkActions(block);
      for (const { collection, key, after } of changes) {
        if (collection !== 'tokens.stakes') continue;
        const known = staked.get(key.join('/')) ?? [];
        known.push({ height, amount: (after as bigint | undefined) ?? 0n });
        staked.set(key.join('/'), known);
      }
      for (const { collection, key, before, after } of changes) {
        const [proposal = ''] = key;
        if (collection === 'proposals.items') {
          expect(after !== undefined, () => `The proposal ${proposal} is gone.`);
          checkProposal(block, proposal, before as Proposal | undefined, after as Proposal);
        }
        if (collection === 'proposals.ballots') {
          expect(after !== undefined, () => `A ballot on ${proposal} is gone.`);
          checkBallot(block, key, after as Ballot);
        }
        if (collection === 'proposals.tallies' || collection === 'proposals.ballots') checkTally(proposal);
      }
    },
  };
};
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one));
