/** Committed cells in a plain map whose root is kept lane by lane: only lanes that changed are hashed again. */
import { createHash, hash } from 'node:crypto';
import type { CellWrite } from '../checkpoints.ts';
import { toHex } from '../crypto/bytes.ts';
import type { CellProof } from '../proofs/proof.ts';
import { PlainState } from './executeBlock.ts';

const leafTag = createHash('sha256').update('meritlane/leaf').digest();
const emptyChild = Buffer.alloc(32);
const laneDepth = 8;
const laneCount = 256;

interface Leaf {
  readonly path: Buffer;
  readonly hash: Buffer;
  readonly key: Uint8Array;
}

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');
const sideAt = (path: Buffer, depth: number): number => (path.readUInt8(depth >> 3) >> (7 - (depth & 7))) & 1;

/** The hash of the subtree at a depth of a lane that holds these leaves. */
const subtree = (leaves: readonly Leaf[], depth: number): Buffer => {
  const [only] = leaves;
  if (only === undefined) return emptyChild;
  if (leaves.length === 1) return only.hash;
  const left = leaves.filter(({ path }) => sideAt(path, depth) === 0);
  const right = leaves.filter(({ path }) => sideAt(path, depth) === 1);
  return sha256(Buffer.concat([subtree(left, depth + 1), subtree(right, depth + 1)]));
};

/** A plain state whose root and proofs cost about one lane a changed cell, so that whole chains can be replayed on it. */
export class LanedState extends PlainState {
  private readonly lanes = Array.from({ length: laneCount }, () => new Map<string, Leaf>());
  /** From the roots of all lanes up to the state root. */
  private readonly top = emptyTop();
  private readonly changed = new Set<number>();

  override apply(writes: readonly CellWrite[]): void {
    super.apply(writes);
    for (const { key, value } of writes) {
      const path = sha256(key);
      const lane = path.readUInt8(0);
      this.changed.add(lane);
      const text = path.toString('latin1');
      if (value === undefined) this.leavesOf(lane).delete(text);
      else this.leavesOf(lane).set(text, { path, key, hash: sha256(Buffer.concat([leafTag, path, value])) });
    }
  }

  override root(): string {
    return (this.rows().at(-1)?.[0] ?? emptyChild).toString('hex');
  }

  /** The proof that a key has its value, or that it has none. */
  prove(key: Uint8Array): CellProof {
    const path = sha256(key);
    const lane = path.readUInt8(0);
    const siblings: string[] = [];
    this.rows().forEach((row, level) => {
      const sibling = row[(lane >> level) ^ 1];
      if (row.length > 1 && sibling !== undefined) siblings.push(sibling.toString('hex'));
    });
    let leaves: readonly Leaf[] = [...this.leavesOf(lane).values()];
    for (let depth = laneDepth; leaves.length > 1; depth++) {
      const side = sideAt(path, depth);
      const other = leaves.filter((leaf) => sideAt(leaf.path, depth) !== side);
      siblings.unshift(subtree(other, depth + 1).toString('hex'));
      leaves = leaves.filter((leaf) => sideAt(leaf.path, depth) === side);
    }
    const [leaf] = leaves;
    const value = leaf === undefined ? undefined : this.read(leaf.key);
    if (leaf === undefined || value === undefined) return { key: toHex(key), value: null, siblings };
    if (leaf.path.equals(path)) return { key: toHex(key), value: toHex(value), siblings };
    return { key: toHex(key), value: null, siblings, other: { path: toHex(leaf.path), value: toHex(value) } };
  }

  private leavesOf(lane: number): Map<string, Leaf> {
    return this.lanes[lane] as Map<string, Leaf>;
  }

  /** The top of the tree, from the roots of all lanes up to the state root. */
  private rows(): readonly Buffer[][] {
    for (const lane of this.changed) {
      const [roots = []] = this.top;
      roots[lane] = subtree([...this.leavesOf(lane).values()], laneDepth);
    }
    let changed = new Set(this.changed);
    for (let level = 1; level < this.top.length; level++) {
      changed = new Set([...changed].map((place) => place >> 1));
      const [below = [], row = []] = this.top.slice(level - 1);
      for (const place of changed) row[place] = parentOf(below, place);
    }
    this.changed.clear();
    return this.top;
  }
}

const parentOf = (below: readonly Buffer[], place: number): Buffer =>
  sha256(Buffer.concat([below[2 * place] ?? emptyChild, below[2 * place + 1] ?? emptyChild]));
/** The rows of a tree without leaves. */
const emptyTop = (): Buffer[][] => {
  const rows: Buffer[][] = [Array.from({ length: laneCount }, () => emptyChild)];
  for (let below = rows[0] ?? []; below.length > 1; below = rows.at(-1) ?? [])
    rows.push(Array.from({ length: below.length / 2 }, (_, place) => parentOf(below, place)));
  return rows;
};
