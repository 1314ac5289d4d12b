/** The id of the batch that a path leads to; steps that the path before went too are not hashed again. */
import { hash } from 'node:crypto';
import { type BatchPath, batchId, batchLeaf } from '../batchPath.ts';
import { fromHex, toHex } from '../crypto/bytes.ts';
import { nodeBytes } from '../merkle.ts';
import type { Id } from '../scalars.ts';
import type { Transaction } from '../transaction.ts';

const nodeDigits = 2 * nodeBytes;

/** A path that was gone up to its root. */
interface Climb {
  readonly path: BatchPath;
  readonly sender: string;
  /** From the leaf up to the root; hex. */
  readonly nodes: readonly string[];
  readonly id: Id;
}
/** The newest one: its neighbours come next. What is found does not depend on it, only how soon. */
let before: Climb | undefined;

/** The id (64 hex digits) of the batch of this sender in which the path has the transaction's id as a leaf. */
export const batchIdOf = ({ id, sender }: Pick<Transaction, 'id' | 'sender'>, path: BatchPath): Id => {
  const nodes = climb(toHex(batchLeaf(id)), path);
  const root = nodes.at(-1);
  const isSame =
    before?.sender === sender && before.path.count === path.count && before.nodes.at(-1) === root;
  const found = isSame && before !== undefined ? before.id : batchId(sender, path.count, fromHex(root ?? ''));
  before = { path, sender, nodes, id: found };
  return found;
};

const pair = Buffer.alloc(2 * nodeBytes);

const climb = (leaf: string, path: BatchPath): string[] => {
  const { place, siblings } = path;
  const nodes = [leaf];
  for (let level = 0, node = leaf; level * nodeDigits < siblings.length; level++) {
    if (before !== undefined && meet(path, before.path, level) && node === before.nodes[level])
      return [...nodes, ...before.nodes.slice(level + 1)];
    const isRight = ((place >>> level) & 1) === 1;
    pair.write(node, isRight ? nodeBytes : 0, 'hex');
    pair.write(siblings.slice(level * nodeDigits, (level + 1) * nodeDigits), isRight ? 0 : nodeBytes, 'hex');
    node = hash('sha256', pair, 'hex');
    nodes.push(node);
  }
  return nodes;
};

/** Whether two paths go the same way from a level on. */
const meet = (one: BatchPath, other: BatchPath, level: number): boolean =>
  one.place >>> level === other.place >>> level &&
  one.siblings.length === other.siblings.length &&
  one.siblings.slice(level * nodeDigits) === other.siblings.slice(level * nodeDigits);
