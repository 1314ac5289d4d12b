/** Keys under which the index of places knows what lists are narrowed by. */
import { toHex, utf8 } from '#chain/crypto/bytes.ts';
import { type EntryBuffer, keyAt, type PlaceKey, uint32At } from '#chain/node/placeRuns.ts';
import { sha256 } from '#hash';
import type { FieldForm } from './eventFields.ts';

/** What is looked up: a field of an event, or something else that has a name of its own. */
export interface KeySpace {
  readonly salt: PlaceKey;
  /** Whether its values are hashes, whose first bytes serve as they are. */
  readonly ofHashes: boolean;
}

const hashBytes = 32;
/** Texts whose keys are kept: more than all kinds, codes and choices of a chain. */
const textKeysMax = 4096;
const textKeys = new Map<string, PlaceKey>();

const keyOfText = (text: string): PlaceKey => {
  const known = textKeys.get(text);
  if (known !== undefined) return known;
  const key = keyAt(sha256(utf8(text)), 0);
  if (textKeys.size >= textKeysMax) textKeys.clear();
  textKeys.set(text, key);
  return key;
};

/** The space of a name, `event.field` for one. Addresses and ids of 32 bytes are hashes; nobody can choose their beginning. */
export const keySpace = (name: string, form: FieldForm | 'none'): KeySpace => ({
  salt: keyAt(sha256(utf8(`place key ${name}`)), 0),
  ofHashes: form === 'address' || form === 'hex',
});
const salted = ({ salt }: KeySpace, { high, low }: PlaceKey): PlaceKey => ({
  high: (high ^ salt.high) >>> 0,
  low: (low ^ salt.low) >>> 0,
});

type Value = Uint8Array | string | number;
const isHash = (space: KeySpace, value: Value): value is Uint8Array =>
  space.ofHashes && value instanceof Uint8Array && value.length === hashBytes;

/** The key of a column's value, as the writer has it and as a filter gives it. */
export const keyOfValue = (space: KeySpace, value: Value): PlaceKey =>
  isHash(space, value) ? salted(space, keyAt(value, 0)) : salted(space, keyOfText(textOf(value)));
const textOf = (value: Value): string => (value instanceof Uint8Array ? toHex(value) : String(value));

/** Values of several fields that are asked for together: one key, so that both need not be compared. */
export const keyOfCombination = (space: KeySpace, values: readonly (Uint8Array | string)[]): PlaceKey =>
  keyOfValue(space, values.map((value) => (value instanceof Uint8Array ? toHex(value) : value)).join(','));

/** Slots that remember what was added last: enough for the keys that a block repeats. */
const slots = 4096;

/** Adds entries, each once for neighbours that share it. */
export class PlaceNotes {
  private readonly entries: EntryBuffer;
  private readonly seen = {
    high: new Uint32Array(slots),
    low: new Uint32Array(slots),
    group: new Float64Array(slots),
  };

  constructor(entries: EntryBuffer) {
    this.entries = entries;
    this.seen.group.fill(-1);
  }

  add({ high, low }: PlaceKey, group: number): void {
    this.put(high, low, group);
  }
  /** Adds the key of a column's value; for a hash without making anything. */
  addValue(space: KeySpace, value: Value, group: number): void {
    const { salt } = space;
    if (isHash(space, value))
      this.put((uint32At(value, 0) ^ salt.high) >>> 0, (uint32At(value, 4) ^ salt.low) >>> 0, group);
    else this.add(keyOfValue(space, value), group);
  }
  /** Forgets what was added, after the transaction was given up. */
  clear(): void {
    this.seen.group.fill(-1);
  }

  private put(high: number, low: number, group: number): void {
    const { seen } = this;
    const slot = (high ^ low) & (slots - 1);
    if (seen.group[slot] === group && seen.high[slot] === high && seen.low[slot] === low) return;
    seen.high[slot] = high;
    seen.low[slot] = low;
    seen.group[slot] = group;
    this.entries.add(high, low, group);
  }
}
