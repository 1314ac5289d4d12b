/** Values that were seen on a scene, by the name of their field, and transactions with some of them exchanged. */
import type { Chance } from '../support/arenaHistory.ts';

/** How many values of a name are kept: the newest, which are the likeliest to still mean something. */
const keptMax = 48;

type Leaf = string | number | boolean;
const isLeaf = (value: unknown): value is Leaf =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
const isDecimal = (value: Leaf): value is string => typeof value === 'string' && /^-?\d{1,40}$/.test(value);
const isId = (value: Leaf): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

export class Words {
  private readonly byName = new Map<string, Leaf[]>();

  /** Notes every value in a payload or an event, in JSON form. */
  learn(value: unknown, name = ''): void {
    if (isLeaf(value)) this.keep(name, value);
    else if (Array.isArray(value)) for (const one of value) this.learn(one, name);
    else if (typeof value === 'object' && value !== null)
      for (const [field, one] of Object.entries(value)) this.learn(one, field);
  }
  /** An id that anything may be called by. */
  learnId(id: string): void {
    this.keep('', id);
  }
  private keep(name: string, value: Leaf): void {
    const known = this.byName.get(name) ?? [];
    if (known.includes(value)) return;
    if (known.length >= keptMax) known.shift();
    known.push(value);
    this.byName.set(name, known);
  }

  /** Times that were named, for whoever wants to be early or late by a millisecond. */
  times(after: number): number[] {
    return [...this.byName.values()].flatMap((values) =>
      values.filter((value): value is number => typeof value === 'number' && value > after),
    );
  }
  /** Durations that were named, in milliseconds. */
  durations(): number[] {
    return [...this.byName].flatMap(([name, values]) =>
      name.endsWith('Ms') ? values.filter((value): value is number => typeof value === 'number') : [],
    );
  }

  /** The same JSON with up to `count` of its values exchanged for others that might stand there. */
  exchange(json: unknown, count: number, chance: Chance): unknown {
    const copy: unknown = structuredClone(json);
    const places = placesOf(copy);
    for (let turn = 0; turn < count && places.length > 0; turn++) chance.pick(places)(this.other(chance));
    return copy;
  }
  private other =
    (chance: Chance): Other =>
    (name, value) => {
      const named = this.byName.get(name) ?? [];
      if (named.length > 0 && chance.hits(60)) return chance.pick(named);
      if (isId(value)) return chance.pick(this.byName.get('') ?? [value]);
      if (isDecimal(value)) return chance.pick(nearby(BigInt(value)));
      if (typeof value === 'number') return chance.pick([0, 1, value + 1, Math.max(0, value - 1), value * 2]);
      if (typeof value === 'boolean') return !value;
      return value;
    };
}
const nearby = (value: bigint): string[] =>
  [0n, 1n, value + 1n, value > 0n ? value - 1n : 0n, value * 2n, value / 2n, (1n << 96n) - 1n].map(String);

type Other = (name: string, value: Leaf) => Leaf;
type Place = (other: Other) => void;
/** Every value in a JSON value, and every list, as a place that can be changed. */
const placesOf = (json: unknown, name = ''): Place[] => {
  if (typeof json !== 'object' || json === null) return [];
  const holder = json as Record<string, unknown>;
  const own: Place[] = Array.isArray(json) && json.length > 0 ? [() => void json.push(json.shift())] : [];
  return Object.keys(holder).reduce<Place[]>((places, field) => {
    const value = holder[field];
    const called = Array.isArray(json) ? name : field;
    if (!isLeaf(value)) places.push(...placesOf(value, called));
    else
      places.push((other) => {
        holder[field] = other(called, value);
      });
    return places;
  }, own);
};
