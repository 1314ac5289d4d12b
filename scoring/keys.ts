/** Keys of texts in 52 bits, and maps of them in typed arrays: what a long history can afford to remember. */

/*
 * Keys are no commitments. Two texts that share a key are taken for one; whoever makes such a text on purpose only makes
 * their own work look known, which repeating the known text would do too.
 */

const SEED_LOW = 0x2b1f4a6d;
const SEED_HIGH = 0x5d3c91e7;
const HIGH_UNIT = 0x1_0000_0000;

function finished(low: number, high: number): number {
  let a = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  let b = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  a ^= b >>> 15;
  b ^= a >>> 17;
  return (b & 0xfffff) * HIGH_UNIT + (a >>> 0) + 1;
}

/** The key of `text` from `start` to before `end`: a positive safe integer, never 0. */
export function keyOf(text: string, start = 0, end = text.length): number {
  let low = SEED_LOW;
  let high = SEED_HIGH;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
    // A product's low bits know nothing of the high ones; turning brings them down.
    high = (high << 13) | (high >>> 19);
  }
  return finished(low, high ^ (end - start));
}

/** The key of a sequence of keys; the order matters. */
export function keyOfKeys(keys: readonly number[]): number {
  let low = SEED_HIGH;
  let high = SEED_LOW;
  for (const key of keys) {
    low = Math.imul((low ^ key) + 0x165667b1, 0x9e3779b1);
    low = (low << 15) | (low >>> 17);
    high = Math.imul(high ^ Math.floor(key / HIGH_UNIT) ^ low, 0x5f356495);
    high = (high << 13) | (high >>> 19);
  }
  return finished(low, high ^ keys.length);
}

/** Slots at first; doubled when two thirds are taken. */
const SLOTS_MIN = 1_024;

/** Keys with an integer each. Nothing is ever removed. */
export class KeyMap {
  private keys = new Float64Array(SLOTS_MIN);
  private values = new Int32Array(SLOTS_MIN);
  private count = 0;

  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    let slot = (key ^ Math.floor(key / 0x10_0000)) & mask;
    while (this.keys[slot] !== 0 && this.keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  get size(): number {
    return this.count;
  }

  get(key: number): number | undefined {
    const slot = this.slotOf(key);
    return this.keys[slot] === key ? this.values[slot] : undefined;
  }

  has(key: number): boolean {
    return this.keys[this.slotOf(key)] === key;
  }

  /** Keeps `value` under `key` unless something stands there already. */
  addFirst(key: number, value: number): void {
    const slot = this.slotOf(key);
    if (this.keys[slot] === key) return;
    this.keys[slot] = key;
    this.values[slot] = value;
    this.count += 1;
    if (this.count * 3 > this.keys.length * 2) this.grow();
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Float64Array(keys.length * 2);
    this.values = new Int32Array(keys.length * 2);
    keys.forEach((key, index) => {
      if (key === 0) return;
      const slot = this.slotOf(key);
      this.keys[slot] = key;
      this.values[slot] = values[index] ?? 0;
    });
  }
}
