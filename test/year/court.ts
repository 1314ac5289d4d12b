/** The court of a year: founders and members sit in juries, one author asks for people in each epoch, one member disputes an acceptance. */
import type { Client } from '#api/client/client.ts';
import type { ClientSigner } from '#api/client/submitter.ts';
import { parseAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { voteHash } from '#governance/disputes/rules.ts';
import type { Verdict } from '#governance/disputes/state.ts';
import { sha256Hex } from '#hash';
import type { Year } from './year.ts';

/** Enough for a jury of seven beside two parties and a reviewer. */
const jurorsCount = 12;
/** Who sat in the first jury can sit in the second. */
const slotsEach = 2;

/** Founders give members what a slot costs, and so many of them enlist. */
export const enlist = async ({ client, dao, founders, members }: Year): Promise<void> => {
  const { court } = await client.query.disputes.getCourt({ dao });
  const [first] = founders;
  if (first === undefined) return;
  for (const signer of members.slice(0, jurorsCount)) {
    const { slots: count } = await client.query.disputes.getCourt({ dao });
    const amount = String(BigInt(court.seatStake) * BigInt(slotsEach));
    await client.submit('tokens.transfer', { token: dao, account: signer.address, amount }, first);
    await client.submit('disputes.enlist', { dao, slots: slotsEach, count, amount }, signer);
  }
};

type CaseJson = Awaited<ReturnType<Client['query']['disputes']['getCase']>>;
const saltOf = (id: string, signer: ClientSigner): string =>
  sha256Hex(utf8(`the salt of ${signer.address} in ${id}`));

const reach = async (year: Year, id: string, step: keyof CaseJson['rounds'][number]['times']) => {
  const at = (await year.client.query.disputes.getCase({ case: id })).rounds.at(-1)?.times[step] ?? 0;
  if (at >= year.now()) await year.advance(at - year.now() + 1);
};
/** Waits for what scorers and keeper do by themselves. */
const staged = (year: Year, id: string, what: string, holds: (one: CaseJson) => boolean): Promise<CaseJson> =>
  year.until(`${what} in case ${id}`, async () => {
    const one = await year.client.query.disputes.getCase({ case: id });
    return holds(one) ? one : undefined;
  });

/** One round: the jury is drawn and votes; one of ten jurors thinks otherwise. */
const hear = async (year: Year, id: string, most: Verdict): Promise<CaseJson> => {
  const { client, dao, members, chance } = year;
  await reach(year, id, 'evidenceEndsAt');
  await staged(year, id, 'open seeds', ({ rounds }) =>
    (rounds.at(-1)?.seeds ?? []).every(({ secret }) => secret !== undefined),
  );
  await reach(year, id, 'drawAt');
  const { round, rounds } = await staged(year, id, 'a jury', ({ stage }) => stage === 'voting');
  const votes = (rounds.at(-1)?.seats ?? []).flatMap(({ juror }) => {
    const signer = members.find(({ address }) => address === juror);
    const other: Verdict = most === 'grant' ? 'deny' : 'grant';
    return signer === undefined ? [] : [{ signer, vote: chance.below(10) === 0 ? other : most }];
  });
  const about = { case: id, dao, round };
  for (const { signer, vote } of votes) {
    const hash = voteHash(id, round, parseAddress(signer.address), vote, saltOf(id, signer));
    await client.submit('disputes.commitVote', { ...about, hash }, signer);
  }
  await reach(year, id, 'commitEndsAt');
  for (const { signer, vote } of votes) {
    const payload = { ...about, vote, salt: saltOf(id, signer), reason: `I say ${vote}.` };
    await client.submit('disputes.revealVote', payload, signer);
  }
  await reach(year, id, 'revealEndsAt');
  return staged(year, id, 'a verdict', ({ stage }) => stage === 'appealable' || stage === 'closed');
};

/**
 * In even months an author asks for the acceptance of what waits, in odd ones a founder disputes what streams, and appeals
 * where the first jury denies it. With an appeal a case takes twenty days.
 */
export const goToCourt = async (year: Year, epoch: number): Promise<void> => {
  const { client, chance, dao, founders, members } = year;
  const settled = new Set(
    [...year.happened('contributions.accepted'), ...year.happened('contributions.settled')].map(
      ({ data }) => data['contribution'],
    ),
  );
  const asked = new Set(year.happened('disputes.opened').map(({ data }) => data['contribution']));
  const asks = epoch % 2 === 0;
  const found = year.happened(asks ? 'scorers.scored' : 'contributions.accepted').findLast(({ data }) => {
    const { contribution } = data;
    return !asked.has(contribution) && !(asks && settled.has(contribution));
  });
  if (found === undefined) return;
  const contribution = String(found.data['contribution']);
  const author = String(found.data['author']);
  const work = await client.query.contributions.getContribution({ contribution });
  const opener = asks
    ? members.find(({ address }) => address === author)
    : founders.find(({ address }) => address !== author && address !== work.acceptedBy);
  if (opener === undefined || work.paidSoFar === work.amount) return;
  const { free, epoch: now } = await client.query.disputes.getFreeAppeal({ dao, account: opener.address });
  const { court } = await client.query.disputes.getCourt({ dao });
  const bond = asks && free ? '0' : court.bond;
  const remedy = asks ? ('accept' as const) : ('refuse' as const);
  const reason = 'People should look at this.';
  const payload = { dao, contribution, author, remedy, bond, epoch: now, reason };
  const { id } = await client.submit('disputes.open', payload, opener);
  await staged(year, id, 'a sealed seed', ({ rounds }) => (rounds[0]?.seeds.length ?? 0) > 0);
  const said = await hear(year, id, chance.below(2) === 0 ? 'grant' : 'deny');
  if (!asks && said.stage === 'appealable' && said.rounds[0]?.verdict === 'deny') {
    const stake = said.appealStake ?? '0';
    const about = { case: id, dao, round: 0, side: 'grant' as const, stake, epoch: now };
    await client.submit('disputes.appeal', about, opener);
    await staged(year, id, 'a second sealed seed', ({ rounds }) => (rounds[1]?.seeds.length ?? 0) > 0);
    await hear(year, id, 'deny');
  }
  await reach(year, id, 'appealEndsAt');
  await staged(year, id, 'an end', ({ stage }) => stage === 'closed');
};
