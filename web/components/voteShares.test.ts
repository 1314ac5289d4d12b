/** The two vote bars: scale, marks and verdicts at the very edge. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { voteShares } from './voteShares.ts';

const rule = { eligible: 1000n, quorumPpm: 40_000, thresholdPpm: 600_000 };

describe('vote bars', () => {
  it('scales turnout to 1.6 × quorum', () => {
    const { turnout } = voteShares({ for: 32n, against: 0n, abstain: 0n }, rule);
    expect(turnout.for).toBe(0.5);
    expect(turnout.mark).toBe(0.625);
  });

  it('a larger turnout fills the bar', () => {
    const { turnout } = voteShares({ for: 100n, against: 60n, abstain: 40n }, rule);
    expect(turnout.for + turnout.against + turnout.abstain).toBeCloseTo(1, 5);
    expect(turnout.mark).toBe(0.2);
  });

  it('against counts toward turnout, never toward quorum', () => {
    const shares = voteShares({ for: 39n, against: 500n, abstain: 0n }, rule);
    expect(shares.cast).toBe(539n);
    expect(shares.quorumMet).toBe(false);
    expect(voteShares({ for: 39n, against: 500n, abstain: 1n }, rule).quorumMet).toBe(true);
  });

  it('abstain counts toward quorum, never toward approval', () => {
    const shares = voteShares({ for: 60n, against: 40n, abstain: 900n }, rule);
    expect(shares.approval.for).toBe(0.6);
    expect(shares.thresholdMet).toBe(true);
    expect(voteShares({ for: 599_999n, against: 400_001n, abstain: 0n }, rule).thresholdMet).toBe(false);
    const half = { ...rule, thresholdPpm: 500_000 };
    expect(voteShares({ for: 7n, against: 7n, abstain: 0n }, half).thresholdMet).toBe(false);
    expect(voteShares({ for: 8n, against: 7n, abstain: 0n }, half).thresholdMet).toBe(true);
  });

  it('no vote meets nothing', () => {
    const shares = voteShares(
      { for: 0n, against: 0n, abstain: 0n },
      { ...rule, quorumPpm: 0, thresholdPpm: 0 },
    );
    expect([shares.quorumMet, shares.thresholdMet]).toEqual([false, false]);
  });

  it('parts never leave their bar', () => {
    const power = fc.bigInt({ min: 0n, max: 2n ** 90n });
    fc.assert(
      fc.property(
        power,
        power,
        power,
        fc.integer({ min: 0, max: 1_000_000 }),
        (yes, no, abstain, quorumPpm) => {
          const eligible = yes + no + abstain;
          const { turnout, approval } = voteShares(
            { for: yes, against: no, abstain },
            { eligible, quorumPpm, thresholdPpm: 0 },
          );
          expect(turnout.for + turnout.against + turnout.abstain).toBeLessThanOrEqual(1 + 1e-9);
          expect(turnout.mark).toBeLessThanOrEqual(1);
          expect(approval.for + approval.against).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
    );
  });
});
