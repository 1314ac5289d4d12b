/** The nodes whose hashes a batch has to renew, by depth, and their hashing level by level, deepest first. */
import hashtree from '@chainsafe/hashtree';
import { laneDepth } from './sharedCells.ts';

/** Nodes hashed in one call: gathered and written back they stay in the first caches. */
const nodesPerCall = 1024;
/** Two paths part at their last bit at the latest. */
export const depthMax = 256;

interface Level {
  nodes: Int32Array;
  /** Where the hash of each node goes: the slot in its parent. */
  slots: Int32Array;
  count: number;
}

/** Lists of marked nodes; they grow to the largest batch seen and stay so. */
export class MarkedNodes {
  private readonly levels: Level[] = [];
  private readonly inputWords: Int32Array;
  private readonly outputWords: Int32Array;
  /** Views of each length, made once: making one costs more than hashing a node. */
  private readonly inputs: Uint8Array[] = [];
  private readonly outputs: Uint8Array[] = [];

  constructor() {
    for (let depth = 0; depth < depthMax; depth++) {
      this.levels.push({ nodes: new Int32Array(0), slots: new Int32Array(0), count: 0 });
    }
    const input = new Uint8Array(nodesPerCall * 64);
    const output = new Uint8Array(nodesPerCall * 32);
    this.inputWords = new Int32Array(input.buffer);
    this.outputWords = new Int32Array(output.buffer);
    for (let count = 0; count <= nodesPerCall; count++) {
      this.inputs.push(input.subarray(0, count * 64));
      this.outputs.push(output.subarray(0, count * 32));
    }
  }

  clear(): void {
    for (const level of this.levels) level.count = 0;
  }

  /** Adds a node at a depth whose hash goes to a slot; a node is added once a batch. */
  add(node: number, depth: number, slot: number): void {
    const level = this.levels[depth] as Level;
    if (level.count === level.nodes.length) grow(level);
    level.nodes[level.count] = node;
    level.slots[level.count] = slot;
    level.count++;
  }

  /** Keeps only the nodes for which the test holds. */
  filter(keeps: (node: number) => boolean): void {
    for (const level of this.levels) {
      let kept = 0;
      for (let index = 0; index < level.count; index++) {
        const node = level.nodes[index] as number;
        if (!keeps(node)) continue;
        level.nodes[kept] = node;
        level.slots[kept] = level.slots[index] as number;
        kept++;
      }
      level.count = kept;
    }
  }

  /** Hashes all marked nodes over `hashWords`, 16 words a node, into their slots, 8 words a slot. Returns how many. */
  hash(hashWords: Int32Array): number {
    let hashed = 0;
    for (let depth = depthMax - 1; depth >= laneDepth; depth--) {
      const level = this.levels[depth] as Level;
      for (let from = 0; from < level.count; from += nodesPerCall) {
        this.hashSome(hashWords, level, from, Math.min(nodesPerCall, level.count - from));
      }
      hashed += level.count;
    }
    return hashed;
  }

  private hashSome(hashWords: Int32Array, level: Level, from: number, count: number): void {
    const { inputWords, outputWords } = this;
    for (let index = 0; index < count; index++) {
      const source = (level.nodes[from + index] as number) * 16;
      const target = index * 16;
      for (let word = 0; word < 16; word++) inputWords[target + word] = hashWords[source + word] as number;
    }
    hashtree.hashInto(this.inputs[count] as Uint8Array, this.outputs[count] as Uint8Array);
    for (let index = 0; index < count; index++) {
      const source = index * 8;
      const target = (level.slots[from + index] as number) * 8;
      for (let word = 0; word < 8; word++) hashWords[target + word] = outputWords[source + word] as number;
    }
  }
}

function grow(level: Level): void {
  const length = Math.max(64, level.nodes.length * 2);
  const nodes = new Int32Array(length);
  const slots = new Int32Array(length);
  nodes.set(level.nodes);
  slots.set(level.slots);
  level.nodes = nodes;
  level.slots = slots;
}
