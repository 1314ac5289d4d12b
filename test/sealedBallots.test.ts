/** Sealed ballots with lent power: whoever opens first, delegate or delegator, the tally is the same. */
import { expect, it } from 'vitest';
import { ballotSeal } from '#governance/proposals/ballotSeal.ts';
import { tallies } from '#governance/proposals/state.ts';
import { DevStage } from './conformance/devStage.ts';
import { foundersStake, lentBy, toCleo } from './conformance/lendingSteps.ts';
import { createDao, propose, timesOf, tracksWith, voteOn } from './conformance/steps.ts';

const salt = '5a'.repeat(32);

const tallyAfter = async (order: readonly ('ada' | 'cleo')[]) => {
  const stage = new DevStage();
  const dao = await createDao(stage, tracksWith(stage, { lateMs: 0, revealMs: 30_000 }));
  const lending = { dao, amount: foundersStake.toString(), grants: [toCleo(stage)] };
  await stage.apply('ada', 'delegation.set', lending);
  const proposed = await propose(stage, dao);
  const { proposal } = proposed;
  const choices = { ada: 'for', cleo: 'against' } as const;
  for (const name of order) {
    const seal = ballotSeal(proposal, stage.account(name), choices[name], salt);
    await stage.apply(name, 'proposals.sealBallot', { proposal, seal });
  }
  await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd);
  const shared = { track: 'signal', epoch: 0, mixed: false };
  const powers = {
    ada: { ...shared, receives: false, lent: await lentBy(stage, dao) },
    cleo: { ...shared, receives: true },
  };
  const codes: string[] = [];
  for (const name of order) {
    const ballot = { ...(await voteOn(stage, proposed, choices[name])), salt, power: powers[name] };
    codes.push(stage.send(name, 'proposals.openBallot', ballot).code);
  }
  return { tally: await stage.get(tallies.read(proposal)), codes };
};

it('counts lent power once, for whoever lent it where both vote', async () => {
  const taken = { against: 0n, for: foundersStake, abstain: 0n };
  expect(await tallyAfter(['cleo', 'ada'])).toEqual({ tally: taken, codes: ['applied', 'applied'] });
  expect(await tallyAfter(['ada', 'cleo'])).toEqual({
    tally: taken,
    codes: ['applied', 'proposals.noVotingPower'],
  });
  expect((await tallyAfter(['cleo'])).tally).toEqual({ against: foundersStake, for: 0n, abstain: 0n });
});
