/** Money: none appears or vanishes, events account for every balance, and nobody's money moves without them. */
import { daoAddress } from '#chain/crypto/address.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import type { EmittedEvent } from '#chain/receipt.ts';
import type { Registry } from '#chain/registry.ts';
import { TokenCount } from '../support/conservation.ts';
import { untold } from '../support/movements.ts';
import type { Expect, Invariants } from './invariants.ts';
import type { Change, Executed, Oracle } from './oracle.ts';

export const moneyInvariants = (oracle: Oracle, expect: Expect): Invariants => {
  const { registry, state } = oracle;
  const count = new TokenCount(registry);
  count.write([...state.cells].map(([key, after]) => ({ key: fromHex(key), before: undefined, after })));
  return {
    afterBlock(block) {
      count.write(
        state.overwritten.map(({ key, bytes }) => ({ key, before: bytes, after: state.read(key) })),
      );
      for (const [token, amount] of count.held) {
        const cap = oracle.value<{ cap: bigint }>('tokens.tokens', token)?.cap;
        expect(amount === cap, () => `There are ${amount} of the token ${token} with the cap ${cap}.`);
      }
      checkStatements(registry, block, expect);
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
const sumOf = (oracle: Oracle, collection: string, first: string): bigint => {
  let sum = 0n;
  for (const [key, amount] of oracle.values<bigint>(collection))
    if (key.startsWith(`${first}/`)) sum += amount;
  return sum;
};
const amountOf = (value: unknown): bigint => (value as bigint | undefined) ?? 0n;

/** Every change of a free balance is what the events of the block say, and every such event changes a balance. */
const checkStatements = (registry: Registry, { receipts, changes }: Executed, expect: Expect): void => {
  const events = receipts.flatMap((receipt) => receipt.events as readonly EmittedEvent[]);
  const moved = changes.flatMap(({ collection, key, before, after }) =>
    collection === 'tokens.balances' ? [[key.join(' '), amountOf(after) - amountOf(before)] as const] : [],
  );
  for (const one of untold(registry, events, new Map(moved)))
    expect(false, () => `The balance ${one.name} moved by ${one.moved}, and its events say ${one.said}.`);
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
