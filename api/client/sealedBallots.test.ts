/** A sealed ballot opens with its secret and no other, and two seals of one choice do not look alike. */
import { expect, it } from 'vitest';
import { formatAddress } from '#chain/crypto/address.ts';
import { ballotSeal } from '#governance/proposals/ballotSeal.ts';
import { isBallotSecret, sealedBallot } from './sealedBallots.ts';

const voter = 'ab'.repeat(32);
const proposal = 'cd'.repeat(32);

it('opens with what was kept', () => {
  const { seal, secret } = sealedBallot(proposal, formatAddress(voter), 'abstain');
  expect(isBallotSecret(JSON.parse(JSON.stringify(secret)))).toBe(true);
  expect(ballotSeal(proposal, voter, 'abstain', secret.salt)).toBe(seal);
  const others = [
    ballotSeal(proposal, voter, 'for', secret.salt),
    ballotSeal(voter, proposal, 'abstain', secret.salt),
    ballotSeal(proposal, voter, 'abstain', proposal),
    sealedBallot(proposal, formatAddress(voter), 'abstain').seal,
  ];
  expect(others).not.toContain(seal);
});

it.each([
  null,
  7,
  {},
  { choice: 'maybe', salt: proposal },
  { choice: 'for', salt: 'short' },
  { choice: 'for' },
])('takes %j for no secret', (value) => expect(isBallotSecret(value)).toBe(false));
