/** A sealed vote opens with its secret and no other, and two seals of one vote do not look alike. */
import { expect, it } from 'vitest';
import { formatAddress } from '#chain/crypto/address.ts';
import { voteHash } from '#governance/disputes/rules.ts';
import { isVoteSecret, sealedVote } from './juryVotes.ts';

const juror = 'ab'.repeat(32);
const place = { case: 'cd'.repeat(32), round: 1, juror: formatAddress(juror) };

it('opens with what was kept', () => {
  const { hash, secret } = sealedVote(place, 'deny');
  expect(isVoteSecret(JSON.parse(JSON.stringify(secret)))).toBe(true);
  expect(voteHash(place.case, 1, juror, secret.vote, secret.salt)).toBe(hash);
  expect(voteHash(place.case, 1, juror, 'grant', secret.salt)).not.toBe(hash);
  expect(sealedVote(place, 'deny').hash).not.toBe(hash);
});

it.each([null, 7, {}, { vote: 'maybe', salt: 'ab'.repeat(32) }, { vote: 'grant', salt: 'short' }])(
  'takes %j for no secret',
  (value) => expect(isVoteSecret(value)).toBe(false),
);
