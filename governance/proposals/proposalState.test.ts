/** Quorums that rise and voting that goes on, by numbers that can be checked by hand. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Proposal, quorumNow, quorumReached, type Tally, votingEndsAt } from './proposalState.ts';

const none: Tally = { against: 0n, for: 0n, abstain: 0n };
const id = '00'.repeat(32);
const stored: Proposal = {
  dao: id,
  token: id,
  author: '00'.repeat(20),
  track: 'parameters',
  title: 'A proposal',
  actionsHash: id,
  actionCount: 1,
  createdAt: 0,
  snapshotHeight: 0,
  voteStart: 0,
  voteEnd: 1_000,
  lateMs: 100,
  timelockMs: 0,
  expiryMs: 1_000,
  quorumPpm: 100_000,
  quorumSlopePpm: 1_000_000,
  quorumMaxPpm: 200_000,
  thresholdPpm: 500_000,
  deposit: 0n,
  vetoers: [],
  epoch: 0,
  delegatesUntil: 1_000,
  totalPower: 1_000n,
};

// Nouns, NounsDAODynamicQuorum: supply 1,000, from 10 % to 20 %, coefficient 1.
it.each([
  [0n, 100_000],
  [50n, 150_000],
  [100n, 200_000],
  [150n, 200_000],
])('asks for more people when %i of 1,000 are against', (against, ppm) => {
  expect(quorumNow(stored, { ...none, against })).toBe(ppm);
});

it('never asks for less than its quorum nor for more than its highest', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 1_000n), fc.nat(10_000_000), (against, quorumSlopePpm) => {
      const now = quorumNow({ ...stored, quorumSlopePpm }, { ...none, against });
      expect(now >= 100_000 && now <= 200_000).toBe(true);
    }),
  );
});

it('ends later exactly where the quorum came in the last stretch, whatever came after the planned end', () => {
  const amount = fc.bigInt(0n, 200n);
  fc.assert(
    fc.property(amount, amount, amount, (early, late, extra) => {
      const plain = { ...stored, quorumSlopePpm: 0 };
      const added = (power: bigint): Tally => ({ ...none, for: power });
      const votes = { all: added(early + late + extra), late: added(late), extra: added(extra) };
      const isLater = !quorumReached(plain, added(early)) && quorumReached(plain, added(early + late));
      expect(votingEndsAt(plain, votes)).toBe(isLater ? 1_100 : 1_000);
      expect(votingEndsAt({ ...plain, lateMs: 0 }, votes)).toBe(1_000);
    }),
  );
});
