/** The keyed sparse Merkle tree over all cells, in shared memory: its lanes are updated by their owners at once. */
import { createHash, hash } from 'node:crypto';
import { toHex } from '../crypto/bytes.ts';
import { assert } from '../errors.ts';
import { valueBytesMax } from '../limits.ts';
import type { CellProof } from '../proofs/proof.ts';
import type { CellMemory } from './cellMemory.ts';
import { depthMax, MarkedNodes } from './markedNodes.ts';
import {
  counterField,
  laneCount,
  laneDepth,
  laneField,
  laneSlotFirst,
  laneWords,
  linkWords,
  stampField,
} from './sharedCells.ts';
import { topRoot, topRows } from './topRoot.ts';

const leafTag = createHash('sha256').update('meritlane/leaf').digest();
/** Tag and path fill the first block of a leaf's hash. */
const leafPrefixBytes = 64;
/** Values up to this length are copied by a loop into a view made before; most cells are far shorter. */
const shortBytesMax = 256;
/** Nodes a thread takes at a time. */
const nodeChunk = 256;
/** Stamps are signed 32-bit words; 0 marks a node that no batch has touched. */
const stampMax = 2 ** 31 - 1;

/**
 * One thread's view of the tree. A node keeps the hashes of its two children side by side, so that its own hash is one
 * 64-byte call; its own hash stands in its *slot*, the side of its parent that leads to it (slot = 2 × node + side).
 * A slot's link is > 0 for a node, < 0 for a leaf (minus its record), 0 for nothing; from depth 8 down a subtree with
 * one leaf is that leaf, so the root depends on the set of cells alone, not on how it came about.
 *
 * A batch is `begin`, then `update` and `remove` after the memory's own, then `finish`, by each owner for its
 * lanes; owners of different lanes may work at once. Roots and proofs are read between batches. A batch that is begun
 * is finished: what was marked is hashed only then.
 */
export class StateTree {
  private readonly memory: CellMemory;
  private readonly hashBytes: Buffer;
  private readonly hashWords: Int32Array;
  private readonly links: Int32Array;
  private readonly lanes: Int32Array;
  private readonly counters: Int32Array;
  private readonly marked = new MarkedNodes();
  /** The slots that hold the nodes on the way to a leaf that is removed. */
  private readonly waySlots = new Int32Array(depthMax + 1);
  /** Nodes freed in this batch; reused only in later ones, so that a marked node never moves. */
  private freedNodes: number[] = [];
  private freedLanes: number[] = [];
  private readonly preimage = Buffer.alloc(leafPrefixBytes + valueBytesMax);
  /** Views of the preimages of short values, made once: making one costs a third of the hash. */
  private readonly preimages: readonly Buffer[];
  private stamp = 0;
  private nodeNext = 0;
  private nodeEnd = 0;

  constructor(memory: CellMemory) {
    const { hashes, links, lanes, counters } = memory.shared;
    this.memory = memory;
    this.hashBytes = Buffer.from(hashes);
    this.hashWords = new Int32Array(hashes);
    this.links = new Int32Array(links);
    this.lanes = new Int32Array(lanes);
    this.counters = new Int32Array(counters);
    leafTag.copy(this.preimage);
    this.preimages = Array.from({ length: shortBytesMax + 1 }, (_, length) =>
      this.preimage.subarray(0, leafPrefixBytes + length),
    );
  }

  /**
   * Begins a batch. The stamp is the same for all owners in one commit and larger than in every earlier one, over the
   * life of the shared memory: height + 1 does.
   */
  begin(stamp: number): void {
    const last = Atomics.load(this.counters, counterField.stamp);
    assert(
      Number.isInteger(stamp) && stamp > this.stamp && stamp >= last && stamp <= stampMax,
      `A batch with stamp ${stamp} cannot follow one with stamp ${Math.max(last, this.stamp)}.`,
    );
    Atomics.store(this.counters, counterField.stamp, stamp);
    this.stamp = stamp;
    this.marked.clear();
  }

  /** Takes over the value that a record now has, whether its cell stood in the tree or not. */
  update(record: number): void {
    const { memory } = this;
    const lane = memory.lane(record);
    const pathAt = memory.pathAt(record);
    const leaf = this.leafHash(record, pathAt);
    let slot = laneSlotFirst + lane;
    for (let depth = laneDepth; ; depth++) {
      const link = this.link(slot);
      if (link <= 0) {
        if (link === 0 || link === -record) this.setLeaf(slot, record, leaf);
        else this.split(slot, depth, lane, record, leaf);
        return;
      }
      this.mark(link, depth, slot);
      slot = link * 2 + this.side(pathAt, depth);
    }
  }

  /** Takes the leaf of a record out of the tree; throws a `ChainFault` if it has none. */
  remove(record: number): void {
    const { memory, waySlots } = this;
    const lane = memory.lane(record);
    const pathAt = memory.pathAt(record);
    let slot = laneSlotFirst + lane;
    let depth = laneDepth;
    for (let link = this.link(slot); link > 0; link = this.link(slot)) {
      this.mark(link, depth, slot);
      waySlots[depth] = slot;
      slot = link * 2 + this.side(pathAt, depth);
      depth++;
    }
    assert(this.link(slot) === -record, `The tree has no leaf for record ${record}.`);
    this.clearSlot(slot);
    if (depth > laneDepth) this.fold(slot, depth - 1, lane);
  }

  /** Hashes what the batch touched, deepest first. Returns the number of nodes hashed. */
  finish(): number {
    if (this.freedNodes.length > 0) this.marked.filter((node) => this.stampOf(node) === this.stamp);
    const hashed = this.marked.hash(this.hashWords);
    for (const [index, node] of this.freedNodes.entries()) {
      const head = (this.freedLanes[index] as number) * laneWords + laneField.freeNode;
      this.links[node * linkWords] = this.lanes[head] as number;
      this.lanes[head] = node;
    }
    this.freedNodes = [];
    this.freedLanes = [];
    return hashed;
  }

  /** The roots of all lanes, 256 × 32 bytes, as a view that every finished batch changes in place. */
  laneRoots(): Uint8Array {
    return new Uint8Array(this.memory.shared.hashes, laneSlotFirst * 32, laneCount * 32);
  }

  /** Returns the state root: 32 bytes. */
  root(): Uint8Array {
    return topRoot(this.laneRoots());
  }

  /** Returns the proof that a key has its value, or that it has none. */
  prove(key: Uint8Array): CellProof {
    const { memory } = this;
    const path = createHash('sha256').update(key).digest();
    const lane = path.readUInt8(0);
    const siblings: string[] = [];
    topRows(this.laneRoots()).forEach((row, level) => {
      const at = ((lane >> level) ^ 1) * 32;
      if (row.length > 32) siblings.push(toHex(row.subarray(at, at + 32)));
    });
    let slot = laneSlotFirst + lane;
    let link = this.link(slot);
    for (let depth = laneDepth; link > 0; depth++) {
      slot = link * 2 + ((path.readUInt8(depth >> 3) >> (7 - (depth & 7))) & 1);
      const at = (slot ^ 1) * 32;
      siblings.unshift(this.hashBytes.toString('hex', at, at + 32));
      link = this.link(slot);
    }
    if (link === 0) return { key: toHex(key), value: null, siblings };
    const value = toHex(memory.value(-link));
    const leafPath = memory.path(-link);
    if (path.equals(leafPath)) return { key: toHex(key), value, siblings };
    return { key: toHex(key), value: null, siblings, other: { path: toHex(leafPath), value } };
  }

  // Nodes, slots and lanes come from this class, so that these reads never leave their arrays.
  private link(slot: number): number {
    return this.links[(slot >> 1) * linkWords + (slot & 1)] as number;
  }

  private setLink(slot: number, link: number): void {
    this.links[(slot >> 1) * linkWords + (slot & 1)] = link;
  }

  private stampOf(node: number): number {
    return this.links[node * linkWords + stampField] as number;
  }

  private side(pathAt: number, depth: number): number {
    return ((this.memory.arena[pathAt + (depth >> 3)] as number) >> (7 - (depth & 7))) & 1;
  }

  private setLeaf(slot: number, record: number, leaf: string): void {
    this.setLink(slot, -record);
    this.hashBytes.write(leaf, slot * 32, 32, 'latin1');
  }

  private clearSlot(slot: number): void {
    this.setLink(slot, 0);
    this.hashWords.fill(0, slot * 8, slot * 8 + 8);
  }

  private mark(node: number, depth: number, slot: number): void {
    if (this.stampOf(node) === this.stamp) return;
    this.links[node * linkWords + stampField] = this.stamp;
    this.marked.add(node, depth, slot);
  }

  /** The leaf's hash as a latin1 text: making a byte string for it would cost more than the hash. */
  private leafHash(record: number, pathAt: number): string {
    const { arena } = this.memory;
    const valueAt = this.memory.valueAt(record);
    const length = this.memory.valueLength(record);
    assert(length > 0, `Record ${record} has no value that the tree could hold.`);
    const { preimage } = this;
    for (let index = 0; index < 32; index++) preimage[32 + index] = arena[pathAt + index] as number;
    const short = this.preimages[length];
    if (short === undefined) {
      preimage.set(arena.subarray(valueAt, valueAt + length), leafPrefixBytes);
      return hash('sha256', preimage.subarray(0, leafPrefixBytes + length), 'binary');
    }
    for (let index = 0; index < length; index++)
      short[leafPrefixBytes + index] = arena[valueAt + index] as number;
    return hash('sha256', short, 'binary');
  }

  /** Pushes the leaf that stands in a slot, and a new one, down to where their paths part. */
  private split(slotFrom: number, depthFrom: number, lane: number, record: number, leaf: string): void {
    const old = -this.link(slotFrom);
    const oldLeaf = this.hashBytes.toString('latin1', slotFrom * 32, slotFrom * 32 + 32);
    const pathAt = this.memory.pathAt(record);
    const oldPathAt = this.memory.pathAt(old);
    let slot = slotFrom;
    for (let depth = depthFrom; ; depth++) {
      assert(depth < depthMax, `Records ${old} and ${record} have one path.`);
      const node = this.takeNode(lane);
      this.setLink(slot, node);
      this.mark(node, depth, slot);
      slot = node * 2 + this.side(pathAt, depth);
      if (this.side(oldPathAt, depth) === (slot & 1)) continue;
      this.setLeaf(slot, record, leaf);
      this.setLeaf(slot ^ 1, old, oldLeaf);
      return;
    }
  }

  /**
   * Keeps the tree canonical after `slot` fell empty: a leaf left alone beside it moves up, past every node that
   * would hold nothing else. Only leaves ever move, so what is marked stays where it is or is freed.
   */
  private fold(slot: number, depthFrom: number, lane: number): void {
    const left = slot ^ 1;
    const link = this.link(left);
    if (link > 0) return;
    assert(link < 0, 'A node of the tree held a single leaf.');
    let depth = depthFrom;
    let target = this.waySlots[depth] as number;
    this.freeNode(slot >> 1, lane);
    while (depth > laneDepth && this.link(target ^ 1) === 0) {
      this.freeNode(target >> 1, lane);
      depth--;
      target = this.waySlots[depth] as number;
    }
    this.setLink(target, link);
    this.hashWords.copyWithin(target * 8, left * 8, left * 8 + 8);
  }

  private freeNode(node: number, lane: number): void {
    this.links[node * linkWords + stampField] = 0;
    this.freedNodes.push(node);
    this.freedLanes.push(lane);
  }

  /** Takes a free node of the lane, or a new one; both sides are empty. */
  private takeNode(lane: number): number {
    const head = lane * laneWords + laneField.freeNode;
    const free = this.lanes[head] as number;
    if (free !== 0) {
      this.lanes[head] = this.links[free * linkWords] as number;
      this.clearSlot(free * 2);
      this.clearSlot(free * 2 + 1);
      return free;
    }
    if (this.nodeNext === this.nodeEnd) {
      this.nodeNext = Atomics.add(this.counters, counterField.nodes, nodeChunk);
      this.nodeEnd = this.nodeNext + nodeChunk;
    }
    const { nodes } = this.memory.shared.sizes;
    assert(this.nodeNext <= nodes, `All ${nodes} nodes of the tree are in use.`);
    return this.nodeNext++;
  }
}
