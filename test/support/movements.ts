/** Adds up what events declare to have moved, so that it can be compared with what accounts hold. */
import { collectionName, splitKey } from '#chain/access.ts';
import { daoAddress } from '#chain/crypto/address.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { valueOfBytes } from '#chain/execution/cellBytes.ts';
import { tokenOf } from '#chain/movements.ts';
import type { EmittedEvent } from '#chain/receipt.ts';
import type { Registry } from '#chain/registry.ts';
import { balances } from '#governance/tokens/state.ts';

type Lines = readonly { readonly amount: bigint }[];

/** What is free, by token and account in hex, where it is not nothing. */
export type Free = ReadonlyMap<string, bigint>;

const withoutNothing = (sums: ReadonlyMap<string, bigint>): Free =>
  new Map([...sums].filter(([, sum]) => sum !== 0n).sort());

/** What must be free where these events are all that ever moved anything. */
export const freeByEvents = (
  registry: Registry,
  events: Iterable<Pick<EmittedEvent, 'name' | 'data'>>,
): Free => {
  const sums = new Map<string, bigint>();
  for (const { name, data } of events) {
    const fields = data as Readonly<Record<string, unknown>>;
    const { module } = registry.events.get(name) ?? {};
    const movements = module?.movements?.[name.slice(module.name.length + 1)] ?? [];
    for (const { way, account, amount, divisor } of movements) {
      const holder = account === 'dao' ? daoAddress(String(fields['dao'])) : String(fields[account]);
      const value = fields[amount] as bigint | Lines;
      const whole = typeof value === 'bigint' ? value : value.reduce((sum, line) => sum + line.amount, 0n);
      const moved = whole / divisor;
      const key = `${String(tokenOf((field) => fields[field]))} ${holder}`;
      sums.set(key, (sums.get(key) ?? 0n) + (way === 'in' ? moved : -moved));
    }
  }
  return withoutNothing(sums);
};

/** What is free by the cells. */
export const freeByCells = (cells: ReadonlyMap<string, Uint8Array>): Free => {
  const sums = new Map<string, bigint>();
  for (const [text, bytes] of cells) {
    const key = fromHex(text);
    if (collectionName(key) !== balances.definition.name) continue;
    const [, token = new Uint8Array(), account = new Uint8Array()] = splitKey(key);
    sums.set(`${toHex(token)} ${toHex(account)}`, valueOfBytes(balances.definition, bytes) as bigint);
  }
  return withoutNothing(sums);
};

/** A balance that moved by another amount than events say. */
interface Untold {
  /** Token and account. */
  readonly name: string;
  readonly moved: bigint;
  readonly said: bigint;
}
/** Every free balance that moved otherwise than these events say; `moved` is by token and account in hex, with a space between. */
export const untold = (
  registry: Registry,
  events: Iterable<Pick<EmittedEvent, 'name' | 'data'>>,
  moved: ReadonlyMap<string, bigint>,
): Untold[] => {
  const told = freeByEvents(registry, events);
  return [...new Set([...moved.keys(), ...told.keys()])]
    .map((name) => ({ name, moved: moved.get(name) ?? 0n, said: told.get(name) ?? 0n }))
    .filter((one) => one.moved !== one.said);
};
