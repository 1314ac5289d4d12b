/** Money: none appears or vanishes, events account for every balance, and nobody's money moves without them. */
import { daoAddress } from '#chain/crypto/address.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import type { EmittedEvent } from '#chain/receipt.ts';
import { heldTokens } from '../support/conservation.ts';
import type { Expect, Invariants } from './invariants.ts';
import type { Change, Executed, Oracle } from './oracle.ts';

type Data = Readonly<Record<string, unknown>>;
/** Token, account, and by how much the free balance changes. */
type Move = readonly [token: string, account: string, amount: bigint];

const text = (value: unknown): string => String(value);
const big = (value: unknown): bigint => value as bigint;
const total = (lines: unknown): bigint =>
  (lines as readonly { amount: bigint }[]).reduce((sum, { amount }) => sum + amount, 0n);

/** What an event says about free balances; every event that moves them is here. */
const moves: Readonly<Record<string, (data: Data) => readonly Move[]>> = {
  'tokens.minted': (d) => [[text(d['token']), text(d['account']), big(d['amount'])]],
  'tokens.transferred': (d) => [
    [text(d['token']), text(d['sender']), -big(d['amount'])],
    [text(d['token']), text(d['account']), big(d['amount'])],
  ],
  'tokens.staked': (d) => [[text(d['token']), text(d['account']), -big(d['amount'])]],
  'tokens.released': (d) => [[text(d['token']), text(d['account']), big(d['amount'])]],
  'treasury.sent': (d) => [
    [text(d['token']), daoAddress(text(d['dao'])), -big(d['amount'])],
    [text(d['token']), text(d['account']), big(d['amount'])],
  ],
  'treasury.epochOpened': (d) => [[text(d['dao']), daoAddress(text(d['dao'])), -total(d['budgets'])]],
  'treasury.epochClosed': (d) => [[text(d['dao']), daoAddress(text(d['dao'])), total(d['returned'])]],
  'contributions.paid': (d) => [[text(d['token']), text(d['account']), big(d['amount'])]],
  'scorers.paid': (d) => [[text(d['token']), text(d['account']), big(d['amount'])]],
  'scorers.feePaid': (d) => [[text(d['dao']), text(d['scorer']), big(d['amount'])]],
  'proposals.created': (d) => [[text(d['dao']), text(d['author']), -big(d['deposit'])]],
  'proposals.depositSettled': (d) => [[text(d['dao']), text(d['to']), big(d['amount'])]],
  'scorers.bonded': (d) => [[text(d['dao']), text(d['scorer']), -big(d['amount'])]],
  'scorers.released': (d) => [[text(d['dao']), text(d['scorer']), big(d['amount'])]],
  'scorers.slashed': (d) => [[text(d['dao']), text(d['challenger']), big(d['reward'])]],
  'scorers.challengeLost': (d) => [
    [text(d['dao']), text(d['challenger']), -big(d['bond'])],
    [text(d['dao']), text(d['scorer']), big(d['bond']) / 2n],
  ],
};

export const moneyInvariants = (oracle: Oracle, expect: Expect): Invariants => {
  /** What exists of each token, kept by the changes of each block. */
  const held = new Map<string, bigint>();
  const keep = (cells: ReadonlyMap<string, Uint8Array>, sign: bigint): void => {
    for (const [token, amount] of heldTokens(oracle.registry, cells))
      held.set(token, (held.get(token) ?? 0n) + sign * amount);
  };
  keep(oracle.state.cells, 1n);
  return {
    afterBlock(block) {
      const { overwritten } = oracle.state;
      keep(cellsOf(overwritten.map(({ key, bytes }) => [key, bytes])), -1n);
      keep(cellsOf(overwritten.map(({ key }) => [key, oracle.state.read(key)])), 1n);
      for (const [token, amount] of held) {
        const cap = oracle.value<{ cap: bigint }>('tokens.tokens', token)?.cap;
        expect(amount === cap, () => `There are ${amount} of the token ${token} with the cap ${cap}.`);
      }
      checkStatements(block, expect);
      checkAuthority(block, expect);
      checkReleases(block, expect, (token) => oracle.value<number>('tokens.unbondingTimes', token) ?? 0);
    },
    recount() {
      for (const [token] of oracle.values('tokens.tokens')) {
        const staked = sumOf(oracle, 'tokens.stakes', token);
        const said = oracle.value<bigint>('tokens.totalStaked', token) ?? 0n;
        expect(staked === said, () => `All stakes of ${token} are ${staked}, and their total says ${said}.`);
      }
    },
  };
};
const cellsOf = (
  cells: readonly (readonly [Uint8Array, Uint8Array | undefined])[],
): ReadonlyMap<string, Uint8Array> =>
  new Map(cells.flatMap(([key, bytes]) => (bytes === undefined ? [] : [[toHex(key), bytes] as const])));
const sumOf = (oracle: Oracle, collection: string, first: string): bigint => {
  let sum = 0n;
  for (const [key, amount] of oracle.values<bigint>(collection))
    if (key.startsWith(`${first}/`)) sum += amount;
  return sum;
};
const amountOf = (value: unknown): bigint => (value as bigint | undefined) ?? 0n;

/** Every change of a free balance is what the events of the block say, and every such event changes a balance. */
const checkStatements = ({ receipts, changes }: Executed, expect: Expect): void => {
  const events = receipts.flatMap((receipt) => receipt.events as readonly EmittedEvent[]);
  // What a new DAO gives its founders, its members and its scorers stands in one event for all.
  if (events.some(({ name }) => name === 'daos.created')) return;
  const said = new Map<string, bigint>();
  for (const { name, data } of events)
    for (const [token, account, amount] of moves[name]?.(data as Data) ?? [])
      said.set(`${token}/${account}`, (said.get(`${token}/${account}`) ?? 0n) + amount);
  for (const { collection, key, before, after } of changes) {
    if (collection !== 'tokens.balances') continue;
    const moved = amountOf(after) - amountOf(before);
    const name = key.join('/');
    expect(
      said.get(name) === moved,
      () => `The balance ${name} moved by ${moved}, and its events say ${said.get(name)}.`,
    );
    said.delete(name);
  }
  for (const [name, amount] of said)
    expect(amount === 0n, () => `Events say that ${name} moved by ${amount}, and it did not.`);
};

/** Nobody's free balance or stake becomes less without a transaction of theirs; a DAO's only by its epochs and proposals. */
const checkAuthority = ({ transactions, receipts, changes }: Executed, expect: Expect): void => {
  const acted = new Set(
    transactions.flatMap(({ sender }, index) => (receipts[index]?.status === 'applied' ? [sender] : [])),
  );
  const names = new Set(receipts.flatMap(({ events }) => events.map(({ name }) => name)));
  const byDao = names.has('proposals.executed') || names.has('treasury.epochOpened');
  for (const { collection, key, before, after } of changes) {
    if (collection !== 'tokens.balances' && collection !== 'tokens.stakes') continue;
    if (amountOf(after) >= amountOf(before)) continue;
    const [token = '', account = ''] = key;
    expect(
      acted.has(account) || (byDao && account === daoAddress(token)),
      () => `${account} has less of ${token} without a transaction of its own.`,
    );
  }
};

interface Unbonding {
  readonly releaseAt: number;
  readonly amount: bigint;
  readonly token: string;
}
/** What is on its way back arrives whole and not too early. */
const checkReleases = (
  { time, changes, receipts }: Executed,
  expect: Expect,
  waitOf: (token: string) => number,
): void => {
  const slashed = receipts.some(({ events }) => events.some(({ name }) => name === 'scorers.slashed'));
  for (const { collection, before, after } of changes as readonly Change[]) {
    const isStake = collection === 'tokens.unbondings';
    if (!isStake && collection !== 'scorers.unbondings') continue;
    if (before === undefined) {
      const { releaseAt, token } = after as Unbonding;
      if (isStake)
        expect(
          releaseAt >= time + waitOf(token),
          () => `Stake taken out at ${time} comes back at ${releaseAt}, before its votes are over.`,
        );
      continue;
    }
    const { releaseAt } = before as Unbonding;
    if (after === undefined)
      expect(
        time >= releaseAt || (!isStake && slashed),
        () => `What is free at ${releaseAt} came back at ${time}.`,
      );
  }
};
