/** A bookkeeper of its own: adds up every event of a token since the genesis and compares with balances and rewards of the API. */
import type { FlowsJson } from '#api/client/answers.ts';
import type { Client } from '#api/client/client.ts';
import type { FeedEvent } from '#api/client/eventFeed.ts';

export interface Books {
  /** Events that moved money. */
  readonly entries: number;
  /** Accounts that hold or held something. */
  readonly accounts: number;
  /** Sum of all differences, each without its sign, in the token's smallest unit; 0 when the books balance. */
  readonly imbalance: bigint;
  /** A sentence for each difference. */
  readonly differences: readonly string[];
}

/** Where units of the token are: `free:merit1…`, `staked:merit1…`, `budget:code:3`, `escrow:<contribution>`, … */
type Place = string;
type Data = Readonly<Record<string, unknown>>;
interface Move {
  readonly from: Place;
  readonly to: Place;
  readonly amount: bigint;
}

const outside = 'unissued';
const burned = 'burned';
const free = (account: unknown): Place => `free:${String(account)}`;
const staked = (account: unknown): Place => `staked:${String(account)}`;
const budget = (kind: unknown, epoch: unknown): Place => `budget:${String(kind)}:${String(epoch)}`;
const workBudget = ({ kind, epoch }: Omit<Known, 'paid'>): Place => budget(kind, epoch);
const escrow = (contribution: unknown): Place => `escrow:${String(contribution)}`;
/** What a stream or a payout still holds. */
const flow = (id: unknown): Place => `flow:${String(id)}`;
/** What a case holds of bonds and deposits, and what a juror has staked. */
const held = (id: unknown): Place => `case:${String(id)}`;
const jury = (account: unknown): Place => `jury:${String(account)}`;
/** What was put down with a proposal. */
const deposit = (proposal: unknown): Place => `deposit:${String(proposal)}`;
const bond = (scorer: unknown): Place => `bond:${String(scorer)}`;
/** What came less what left. */
const netOf = (flows: FlowsJson['totals']): bigint =>
  flows.reduce((sum, { received, sent }) => sum + BigInt(received) - BigInt(sent), 0n);
const amountOf = (value: unknown): bigint => BigInt(String(value));
const linesOf = (value: unknown): readonly Data[] => value as readonly Data[];

/** What the books know of a contribution; `paid` is what its author received so far. */
interface Known {
  readonly kind: unknown;
  readonly epoch: unknown;
  readonly paid: bigint;
}

/** How each event moves the token of the DAO; every other event moves nothing. */
const movesOf = (
  { name, data }: Pick<FeedEvent, 'name' | 'data'>,
  daoAccount: string,
  contribution: (id: unknown) => Known,
): Move[] => {
  const { account, amount, scorer } = data;
  const one = (from: Place, to: Place, value: unknown = amount): Move[] => [
    { from, to, amount: amountOf(value) },
  ];
  switch (name) {
    case 'daos.endowed':
      return [
        ...one(outside, free(account), data['free']),
        ...one(outside, staked(account), data['staked']),
        ...one(outside, bond(account), data['bonded']),
      ];
    case 'tokens.minted':
      return one(outside, free(account));
    case 'tokens.transferred':
      return one(free(data['sender']), free(account));
    case 'tokens.staked':
      return one(free(account), staked(account));
    case 'tokens.unstaked':
      return one(staked(account), `unbonding:${String(data['unbonding'])}`);
    case 'exits.left':
      return one(staked(account), burned);
    case 'tokens.released':
      return one(`unbonding:${String(data['unbonding'])}`, free(account));
    case 'treasury.sent':
      return one(free(daoAccount), free(account));
    case 'conviction.funded':
      return one(free(daoAccount), free(data['beneficiary']));
    case 'treasury.epochOpened':
      return linesOf(data['budgets']).flatMap((line) =>
        one(free(daoAccount), budget(line['kind'], data['epoch']), line['amount']),
      );
    case 'treasury.epochClosed':
      return linesOf(data['returned']).flatMap((line) =>
        one(budget(line['kind'], data['epoch']), free(daoAccount), line['amount']),
      );
    case 'proposals.created':
      return one(free(data['author']), deposit(data['proposal']), data['deposit']);
    case 'proposals.depositSettled':
      return one(deposit(data['proposal']), free(data['to']));
    case 'streams.opened':
      return one(free(data['payer']), flow(data['stream']), data['deposit']);
    case 'streams.toppedUp':
      return one(free(data['payer']), flow(data['stream']));
    case 'streams.claimed':
      return one(flow(data['stream']), free(data['payee']));
    case 'streams.canceled':
      return [
        ...one(flow(data['stream']), free(data['payee'])),
        ...one(flow(data['stream']), free(data['payer']), data['returned']),
      ];
    case 'milestones.opened':
      return one(free(data['payer']), flow(data['agreement']));
    case 'milestones.accepted':
      return one(flow(data['agreement']), free(data['payee']));
    case 'milestones.closed':
      return one(flow(data['agreement']), free(data['payer']), data['returned']);
    case 'payouts.opened':
      return one(free(data['payer']), flow(data['payout']), data['total']);
    case 'payouts.paid':
      return one(flow(data['payout']), free(account));
    case 'payouts.closed':
      return one(flow(data['payout']), free(data['payer']), data['returned']);
    case 'scorers.scored': {
      // A contribution that is scored again was paid before; only what is more comes out of its budget.
      const { paid, ...of } = contribution(data['contribution']);
      return one(workBudget(of), escrow(data['contribution']), amountOf(amount) - paid);
    }
    case 'scorers.paid':
    case 'contributions.paid':
      return one(escrow(data['contribution']), free(account));
    case 'contributions.settled':
    case 'outcomes.measured':
    case 'scorers.reopened':
    case 'disputes.reopened':
    case 'disputes.refused':
      return one(
        escrow(data['contribution']),
        workBudget(contribution(data['contribution'])),
        data['returned'],
      );
    case 'disputes.enlisted':
      return one(free(data['juror']), jury(data['juror']));
    case 'disputes.left':
      return one(jury(data['juror']), free(data['juror']));
    case 'disputes.opened':
      return one(free(data['opener']), held(data['case']), data['bond']);
    case 'disputes.appealed':
      return one(free(account), held(data['case']));
    case 'disputes.seedCommitted':
      return one(free(scorer), held(data['case']));
    case 'disputes.seedRevealed':
      return one(held(data['case']), free(scorer));
    case 'disputes.returned':
    case 'disputes.paid':
      return one(held(data['case']), free(account));
    case 'disputes.lost':
      return one(jury(account), held(data['case']));
    case 'disputes.closed':
      return [
        ...one(budget('scoring', data['epoch']), held(data['case']), data['fees']),
        ...one(held(data['case']), burned, data['burned']),
      ];
    case 'scorers.feePaid':
      return one(budget('scoring', contribution(data['contribution']).epoch), free(scorer));
    case 'scorers.bonded':
      return one(free(scorer), bond(scorer));
    case 'scorers.released':
      return one(bond(scorer), free(scorer));
    case 'scorers.slashed':
      return [
        ...one(bond(scorer), free(data['challenger']), data['reward']),
        ...one(bond(scorer), burned, data['burned']),
        ...one(bond(scorer), workBudget(contribution(data['contribution'])), data['repaid']),
      ];
    case 'scorers.challengeLost': {
      const half = amountOf(data['bond']) / 2n;
      return [
        ...one(free(data['challenger']), free(scorer), half),
        ...one(free(data['challenger']), burned, amountOf(data['bond']) - half),
      ];
    }
    default:
      return [];
  }
};

const pageItems = 200;

/** Every item of a list, page by page. */
const everything = async <T>(
  page: (asked: { cursor?: string; limit: number }) => Promise<{ items: readonly T[]; next: string | null }>,
): Promise<T[]> => {
  const all: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { items, next }: { items: readonly T[]; next: string | null } = await page({
      limit: pageItems,
      ...(cursor === '' ? {} : { cursor }),
    });
    all.push(...items);
    cursor = next;
  }
  return all;
};

/** How often the books are begun again because the chain went on meanwhile. */
const triesMax = 20;

/**
 * Reads `/v1/event-log`, `/v1/rewards` and the balances at one height, and nothing else. `read` may hand over other events
 * than the node told, as a forger would. Throws where the chain does not rest for long enough.
 */
export const keepBooks = async (
  client: Client,
  dao: string,
  read: (event: FeedEvent) => FeedEvent = (event) => event,
): Promise<Books> => {
  for (let tries = 1; tries <= triesMax; tries++) {
    const { height } = await client.status();
    const books = await booksAt(client, dao, read);
    const after = await client.status();
    if (after.height === height && after.readModel.lag === 0) return books;
  }
  throw new Error('The chain went on while its books were read; read them when it rests.');
};

const booksAt = async (
  client: Client,
  dao: string,
  read: (event: FeedEvent) => FeedEvent,
): Promise<Books> => {
  const { account: daoAccount } = await client.query.daos.getDao({ dao });
  const events = (await everything((asked) => client.eventLog(asked))).map(read);
  const known = new Map<unknown, Known>();
  const places = new Map<Place, bigint>();
  const rewarded = new Map<string, bigint>();
  const differences: string[] = [];
  let imbalance = 0n;
  const differ = (what: string, expected: bigint, found: bigint): void => {
    if (expected === found) return;
    imbalance += expected > found ? expected - found : found - expected;
    differences.push(`${what}: the events say ${expected}, the node says ${found}.`);
  };
  const put = (place: Place, amount: bigint): void => {
    places.set(place, (places.get(place) ?? 0n) + amount);
  };
  let entries = 0;
  for (const { name, data } of events) {
    if (data['dao'] !== dao && data['token'] !== dao) continue;
    if (name === 'contributions.submitted')
      known.set(data['contribution'], { kind: data['kind'], epoch: data['epoch'], paid: 0n });
    const moves = movesOf({ name, data }, daoAccount, (id) => {
      const found = known.get(id);
      if (found === undefined) throw new Error(`The events never told of contribution ${String(id)}.`);
      return found;
    });
    if (moves.length > 0) entries++;
    for (const { from, to, amount } of moves) {
      put(from, -amount);
      put(to, amount);
    }
    if (name === 'scorers.paid' || name === 'contributions.paid' || name === 'disputes.paid') {
      const amount = amountOf(data['amount']);
      rewarded.set(String(data['account']), (rewarded.get(String(data['account'])) ?? 0n) + amount);
      const work = known.get(data['contribution']);
      if (work !== undefined) known.set(data['contribution'], { ...work, paid: work.paid + amount });
    }
  }
  const at = (place: Place): bigint => places.get(place) ?? 0n;
  const accounts = new Set(
    [...places.keys()].flatMap((place) => {
      const [what = '', account = ''] = place.split(':');
      return what === 'free' || what === 'staked' ? [account] : [];
    }),
  );
  for (const account of accounts) {
    const held = await client.query.tokens.getBalance({ token: dao, account });
    differ(`What ${account} has free`, at(free(account)), BigInt(held.free));
    differ(`What ${account} has staked`, at(staked(account)), BigInt(held.staked));
  }
  const shares = new Map<string, bigint>();
  for (const { name, data } of events) {
    if (name !== 'exits.received' || data['dao'] !== dao) continue;
    const share = `${String(data['token'])} ${String(data['account'])}`;
    shares.set(share, (shares.get(share) ?? 0n) + amountOf(data['amount']));
  }
  for (const [share, amount] of shares) {
    const [asset = '', account = ''] = share.split(' ');
    const { free: found } = await client.query.tokens.getBalance({ token: asset, account });
    differ(`What ${account} left with`, amount, BigInt(found));
  }
  const flows = await client.flows(dao);
  differ('What the flows of the treasury leave unexplained', 0n, BigInt(flows.unexplained));
  differ('What the flows of the treasury add up to', at(free(daoAccount)), netOf(flows.totals));
  const rewards = await everything((asked) => client.rewards({ ...asked, dao }));
  const listed = new Map<string, bigint>();
  for (const { account, amount } of rewards)
    listed.set(account, (listed.get(account) ?? 0n) + BigInt(amount));
  for (const account of new Set([...rewarded.keys(), ...listed.keys()]))
    differ(`Rewards of ${account}`, rewarded.get(account) ?? 0n, listed.get(account) ?? 0n);
  for (const contribution of known.keys()) {
    const { escrowed } = await client.query.contributions.getContribution({
      contribution: String(contribution),
    });
    differ(`The escrow of contribution ${String(contribution)}`, at(escrow(contribution)), BigInt(escrowed));
  }
  const streams = await everything((asked) => client.list.streams.streams({ ...asked, token: dao }));
  for (const { stream, held } of streams)
    differ(`What stream ${stream} holds`, at(flow(stream)), BigInt(held));
  const agreements = await everything((asked) => client.list.milestones.agreements({ ...asked, token: dao }));
  for (const { agreement, held: left } of agreements)
    differ(`What agreement ${agreement} holds`, at(flow(agreement)), BigInt(left));
  const payouts = await everything((asked) => client.list.payouts.payouts({ ...asked, token: dao }));
  for (const { payout, left } of payouts)
    differ(`What payout ${payout} holds`, at(flow(payout)), BigInt(left));
  const cases = await everything((asked) => client.list.disputes.cases({ ...asked, dao }));
  for (const { case: id, stakes, rounds, stage } of cases) {
    const open = stage === 'closed' ? [] : stakes;
    const hidden = rounds.flatMap(({ deposit: amount, seeds }) =>
      seeds.filter(({ secret }) => secret === undefined).map(() => ({ amount })),
    );
    const holds = [...open, ...hidden].reduce((total, { amount }) => total + BigInt(amount), 0n);
    differ(`What case ${id} holds`, at(held(id)), holds);
  }
  for (const place of places.keys()) {
    const [what, account = ''] = place.split(':');
    if (what !== 'jury') continue;
    const { stake } = await client.query.disputes.getJuror({ dao, account });
    differ(`What juror ${account} has staked`, at(place), BigInt(stake));
  }
  const { epoch, budgets } = await client.query.treasury.getTreasury({ dao });
  for (const { kind, left } of budgets)
    differ(`The budget for ${kind} of epoch ${epoch}`, at(budget(kind, epoch)), BigInt(left));
  const token = await client.query.tokens.getToken({ token: dao });
  differ('What was minted', -at(outside), BigInt(token.minted));
  differ('What was burned', at(burned), BigInt(token.burned));
  for (const [place, amount] of places)
    if (place !== outside && amount < 0n) differ(`What is at ${place}`, amount, 0n);
  return { entries, accounts: accounts.size, imbalance, differences };
};
