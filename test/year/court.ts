/** The court of a year: founders and members sit in juries, one author asks for people in each epoch, one member disputes an acceptance. */
import type { Client } from '#api/client/client.ts';
import type { ClientSigner } from '#api/client/submitter.ts';
import { parseAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { voteHash } from '#governance/disputes/rules.ts';
import type { Verdict } from '#governance/disputes/state.ts';
import { sha256Hex } from '#hash';
import type { Year } from './year.ts';

/** Enough for a jury of three beside two parties and a reviewer, and for seven on an appeal. */
const jurorsCount = 12;

/** Founders give members what a slot costs, and so many of them enlist. */
export const enlist = async ({ client, dao, founders, members }: Year): Promise<void> => {
  const { court } = await client.query.disputes.getCourt({ dao });
  const [first] = founders;
  if (first === undefined) return;
  for (const signer of members.slice(0, jurorsCount)) {
    const { slots: count } = await client.query.disputes.getCourt({ dao });
    const payload = { token: dao, account: signer.address, amount: court.seatStake };
    await client.submit('tokens.transfer', payload, first);
    await client.submit('disputes.enlist', { dao, slots: 1, count, amount: court.seatStake }, signer);
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

/** An author asks for the acceptance of what waits, and a founder disputes what streams; each case ends within the epoch. */
export const goToCourt = async (year: Year): Promise<void> => {
  const { client, chance, dao, founders, members } = year;
  const settled = new Set(
    [...year.happened('contributions.accepted'), ...year.happened('contributions.settled')].map(
      ({ data }) => data['contribution'],
    ),
  );
  const asked = new Set(year.happened('disputes.opened').map(({ data }) => data['contribution']));
  const workFor = (name: string, holds: (contribution: unknown) => boolean) =>
    year
      .happened(name)
      .findLast(({ data }) => holds(data['contribution']) && !asked.has(data['contribution']));
  const waits = workFor('scorers.scored', (contribution) => !settled.has(contribution));
  const streams = workFor('contributions.accepted', () => true);
  for (const [found, remedy] of [
    [waits, 'accept'],
    [streams, 'refuse'],
  ] as const) {
    if (found === undefined) continue;
    const contribution = String(found.data['contribution']);
    const author = String(found.data['author']);
    const work = await client.query.contributions.getContribution({ contribution });
    const opener =
      remedy === 'accept'
        ? members.find(({ address }) => address === author)
        : founders.find(({ address }) => address !== author && address !== work.acceptedBy);
    if (opener === undefined || work.paidSoFar === work.amount) continue;
    const { free, epoch } = await client.query.disputes.getFreeAppeal({ dao, account: opener.address });
    const { court } = await client.query.disputes.getCourt({ dao });
    const bond = remedy === 'accept' && free ? '0' : court.bond;
    const payload = { dao, contribution, author, remedy, bond, epoch, reason: 'People should look at this.' };
    const { id } = await client.submit('disputes.open', payload, opener);
    await staged(year, id, 'a sealed seed', ({ rounds }) => (rounds[0]?.seeds.length ?? 0) > 0);
    const said = await hear(year, id, chance.below(2) === 0 ? 'grant' : 'deny');
    if (said.stage === 'appealable' && remedy === 'refuse' && said.rounds[0]?.verdict === 'deny') {
      const stake = said.appealStake ?? '0';
      const { epoch: now } = await client.query.disputes.getFreeAppeal({ dao, account: opener.address });
      const about = { case: id, dao, round: 0, side: 'grant' as const, stake, epoch: now };
      await client.submit('disputes.appeal', about, opener);
      await staged(year, id, 'a second sealed seed', ({ rounds }) => (rounds[1]?.seeds.length ?? 0) > 0);
      await hear(year, id, 'deny');
    }
    await reach(year, id, 'appealEndsAt');
    await staged(year, id, 'an end', ({ stage }) => stage === 'closed');
  }
};
