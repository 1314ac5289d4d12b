/** What members do in an epoch: they join, work, review, stake, trade, propose and vote. Each act goes through the public API. */
import { type PayoutPlan, planPayout } from '#api/client/payouts.ts';
import type { ClientSigner } from '#api/client/submitter.ts';
import { parseAddress } from '#chain/crypto/address.ts';
import { ruleOf } from '../conformance/convictionSteps.ts';
import { openBallots, vote } from './ballots.ts';
import { workOf } from './work.ts';
import type { Year } from './year.ts';

const day = 86_400_000;
const unit = 1_000_000n;
/** Contents that are uploaded at once. */
const uploadsAtOnce = 8;

/** An action of a proposal in JSON form. */
interface Action {
  readonly kind: string;
  readonly payload: unknown;
  readonly mayFail: boolean;
}

/** Everyone who is not a founder becomes a member. */
export const join = async ({ members, founders, dao, sendAll }: Year): Promise<void> => {
  await sendAll(
    members.slice(founders.length).map((signer) => ({ kind: 'daos.join', payload: { dao }, signer })),
  );
};

/** Members submit work, the committee scores it, and what reaches quorum is paid. `first` numbers the pieces. */
export const work = async (year: Year, first: number, count: number): Promise<void> => {
  const { client, chance, members, dao } = year;
  const before = year.happened('scorers.scored').length;
  const pieces = Array.from({ length: count }, (_, i) => workOf(chance, first + i));
  const authors = pieces.map(() => chance.pick(members));
  const drafts: { kind: string; payload: unknown; signer: ClientSigner }[] = [];
  for (let begin = 0; begin < pieces.length; begin += uploadsAtOnce)
    drafts.push(
      ...(await Promise.all(
        pieces.slice(begin, begin + uploadsAtOnce).map(async ({ kind, title, bytes }, i) => {
          const { id: contentId } = await client.upload(bytes);
          const signer = authors[begin + i] as ClientSigner;
          return { kind: 'contributions.submit', payload: { dao, kind, contentId, title }, signer };
        }),
      )),
    );
  const submitted = await year.sendAll(drafts);
  await year.until(`${submitted} contributions are scored`, () =>
    year.happened('scorers.scored').length >= before + submitted ? true : undefined,
  );
};

/** Founders accept nine of ten scored contributions of others that wait; what is left returns to its budget in time. */
export const review = async (year: Year): Promise<void> => {
  const done = new Set(year.happened('contributions.accepted').map(({ data }) => data['contribution']));
  const looked = new Set(year.happened('contributions.settled').map(({ data }) => data['contribution']));
  const waiting = year
    .happened('scorers.scored')
    .filter(({ data }) => !done.has(data['contribution']) && !looked.has(data['contribution']));
  const drafts = waiting.flatMap(({ data }) => {
    if (year.chance.below(10) === 0) return [];
    const { contribution, author } = data;
    const reviewer = year.founders.find(({ address }) => address !== author);
    if (reviewer === undefined) return [];
    return [
      { kind: 'contributions.accept', payload: { contribution, dao: year.dao, author }, signer: reviewer },
    ];
  });
  await year.sendAll(drafts);
};

/** Whoever has something stakes half of it or sends some on; some take stake out. */
export const money = async (year: Year): Promise<void> => {
  const { client, chance, members, dao } = year;
  const drafts: { kind: string; payload: unknown; signer: ClientSigner }[] = [];
  for (const signer of chance.sample(members, Math.ceil(members.length / 4))) {
    const { free, staked } = await client.query.tokens.getBalance({ token: dao, account: signer.address });
    if (BigInt(free) > unit)
      drafts.push({
        kind: 'tokens.stake',
        payload: { token: dao, amount: String(BigInt(free) / 2n) },
        signer,
      });
    else if (BigInt(staked) > unit && chance.below(4) === 0)
      drafts.push({
        kind: 'tokens.unstake',
        payload: { token: dao, amount: String(BigInt(staked) / 3n) },
        signer,
      });
    if (BigInt(free) > 2n * unit) {
      const account = chance.pick(members).address;
      drafts.push({
        kind: 'tokens.transfer',
        payload: { token: dao, account, amount: String(BigInt(free) / 5n) },
        signer,
      });
    }
  }
  await year.sendAll(drafts);
};

/** Moves on to `time` in steps of at most a day, so that what falls due is done near its time. */
export const passTime = async (year: Year, ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= day) await year.advance(Math.min(left, day));
};

interface Decision {
  readonly track: string;
  readonly title: string;
  readonly actions: readonly Action[];
  /** Of the voters one in so many is against. */
  readonly opposed: number;
}

/** A dividend: every member gets one or two tokens. */
const dividendOf = ({ members, chance }: Year): PayoutPlan =>
  planPayout(
    members.map(({ address }) => ({
      account: parseAddress(address),
      amount: BigInt(1 + chance.below(2)) * unit,
    })),
  );

/** Members lend half of their stake to a founder for two epochs, on the tracks of everyday. */
export const lend = async (year: Year, epoch: number): Promise<void> => {
  const { client, chance, founders, members, dao } = year;
  const drafts: { kind: string; payload: unknown; signer: ClientSigner }[] = [];
  for (const signer of chance.sample(members.slice(founders.length), Math.ceil(members.length / 10))) {
    const { staked } = await client.query.tokens.getBalance({ token: dao, account: signer.address });
    if (BigInt(staked) === 0n) continue;
    const { amount, grants } = await client.query.delegation.getDelegation({ dao, account: signer.address });
    const shares = [{ delegate: chance.pick(founders).address, ppm: 500_000 }];
    const payload = {
      dao,
      amount: staked,
      grants: [{ tracks: ['treasury', 'parameters'], expires: epoch + 1, shares }],
      ...(grants.length === 0 ? {} : { before: { amount, grants } }),
    };
    drafts.push({ kind: 'delegation.set', payload, signer });
  }
  await year.sendAll(drafts);
};

/** The decisions of an epoch: money to members, a rule, a role, a text, a budget; each third meets resistance. */
const decisionsOf = (year: Year, epoch: number, dividend: PayoutPlan): Decision[] => {
  const { chance, dao, members } = year;
  const action = (kind: string, payload: Record<string, unknown>): Action => ({
    kind,
    payload: { dao, ...payload },
    mayFail: false,
  });
  const act = (kind: string, payload: Record<string, unknown>): Action => ({ kind, payload, mayFail: false });
  const [payee] = chance.sample(members, 1);
  const startAt = year.now();
  const payments = chance
    .sample(members, 40)
    .map(({ address }) => ({ account: address, amount: String(BigInt(1 + chance.below(20)) * unit) }));
  return [
    {
      track: 'treasury',
      title: `Grants of month ${epoch}`,
      actions: [action('treasury.pay', { payments, memo: `Month ${epoch}` })],
      opposed: 5,
    },
    {
      track: 'parameters',
      title: `The budget for documents of month ${epoch + 1}`,
      actions: [
        action('treasury.setBudget', {
          kind: 'document',
          amountPerEpoch: String(BigInt(20_000 + chance.below(20_000)) * unit),
        }),
      ],
      opposed: 4,
    },
    {
      track: 'membership',
      title: `A reviewer for month ${epoch}`,
      actions: [
        action('daos.setRoles', { account: chance.pick(members).address, roles: ['member', 'reviewer'] }),
      ],
      opposed: 6,
    },
    {
      track: 'constitution',
      title: `The constitution, as of month ${epoch}`,
      actions: [
        action('daos.setConstitution', {
          constitution: `Work is paid for what it is worth. Version of month ${epoch}.`,
        }),
      ],
      opposed: 8,
    },
    {
      track: 'treasury',
      title: `A salary from month ${epoch} on, and a dividend`,
      actions: [
        act('streams.open', {
          token: dao,
          payee: payee?.address,
          deposit: String(60n * unit),
          startAt,
          cliffAt: startAt + 20 * day,
          endAt: startAt + 50 * day,
          startAmount: '0',
          cliffAmount: String(5n * unit),
          cancelable: true,
          memo: `Salary of month ${epoch}`,
        }),
        act('payouts.open', {
          token: dao,
          root: dividend.root,
          pages: dividend.pages,
          total: dividend.total,
          closesAt: startAt + 40 * day,
          memo: `Dividend of month ${epoch}`,
        }),
      ],
      opposed: 7,
    },
    { track: 'signal', title: `Is month ${epoch} going well?`, actions: [], opposed: 2 },
    {
      track: 'parameters',
      title: `Nothing for newcomers in month ${epoch}`,
      actions: [action('contributions.setAllowance', { newcomersPerEpoch: '0' })],
      opposed: 1,
    },
  ];
};

/** The founder who has most to put down: deposits come back only when proposals have ended. */
const authorOf = async ({ client, dao, founders }: Year): Promise<ClientSigner> => {
  const held = await Promise.all(
    founders.map(async (signer) => {
      const { free } = await client.query.tokens.getBalance({ token: dao, account: signer.address });
      return { signer, free: BigInt(free) };
    }),
  );
  return held.reduce((most, one) => (one.free > most.free ? one : most)).signer;
};

/** At the beginning: signals are voted on in secret, members may leave with a share of the money, and requests are paid by conviction. */
const firstDecision = async ({ client, dao }: Year, money: string): Promise<Decision> => {
  const { tracks } = await client.query.daos.getDao({ dao });
  const secret = tracks.map((one) => (one.name === 'signal' ? { ...one, lateMs: 0, revealMs: day } : one));
  return {
    track: 'constitution',
    title: 'Secret signals, a way out, and funding by conviction',
    actions: [
      { kind: 'daos.setTracks', payload: { dao, tracks: secret }, mayFail: false },
      {
        kind: 'exits.setRule',
        payload: { dao, rule: { assets: [money], keptPpm: 50_000 } },
        mayFail: false,
      },
      {
        kind: 'conviction.setRule',
        payload: { dao, rule: ruleOf(dao, { halfLifeMs: 2 * day }) },
        mayFail: false,
      },
    ],
    opposed: 9,
  };
};

/** What a track asks its authors to put down. */
const depositOf = async ({ client, dao }: Year, track: string) => {
  const { tracks } = await client.query.daos.getDao({ dao });
  const { deposit = '0' } = tracks.find(({ name }) => name === track) ?? {};
  return deposit === '0' ? {} : { deposit };
};

/** Members propose, vote, and the keeper executes what carried. */
export const decide = async (year: Year, epoch: number, money: string): Promise<void> => {
  const { client, chance, dao, founders, members } = year;
  const open: { proposal: string; decision: Decision }[] = [];
  const dividend = dividendOf(year);
  const decisions = decisionsOf(year, epoch, dividend);
  if (epoch === 0) decisions.push(await firstDecision(year, money));
  for (const decision of decisions) {
    const { track, title, actions } = decision;
    const body = `Why: ${title}.`;
    const receipt = await client.submitAny(
      'proposals.create',
      { dao, track, title, body, actions, ...(await depositOf(year, track)) },
      await authorOf(year),
    );
    open.push({ proposal: receipt.id, decision });
  }
  await year.advance(day + 1);
  const voters = [
    ...founders,
    ...chance.sample(members.slice(founders.length), Math.ceil(members.length / 5)),
  ];
  const ballots = open.map(({ proposal, decision: { title, opposed } }) => ({
    proposal,
    title,
    voters,
    opposed,
  }));
  for (const one of ballots) await vote(year, one);
  await passTime(year, 5 * day);
  for (const one of ballots) await openBallots(year, one);
  await year.advance(2 * day + 1);
  for (const { proposal } of open)
    await year.until(`what became of proposal ${proposal}`, async () => {
      const { state, executableAt } = await client.query.proposals.getProposal({ proposal });
      return state === 'queued' && executableAt <= year.now() ? undefined : state;
    });
  await payPages(year, dividend);
};

/** Anyone sends the pages of a payout that was decided. */
const payPages = async (year: Year, { root, list }: PayoutPlan): Promise<void> => {
  const opened = year.happened('payouts.opened').find(({ data }) => data['root'] === root);
  if (opened === undefined) return;
  const payout = String(opened.data['payout']);
  await year.sendAll(
    list.map((page) => ({
      kind: 'payouts.payPage',
      payload: { payout, token: year.dao, ...page },
      signer: year.chance.pick(year.members),
    })),
  );
};
