/** The state root by its definition alone: slow, without shared code, and the judge of the fast tree. */
import { createHash } from 'node:crypto';

const leafTag = createHash('sha256').update('meritlane/leaf').digest();
const emptyChild = Buffer.alloc(32);

interface Leaf {
  readonly path: Buffer;
  readonly hash: Buffer;
}

/** Returns the root (lower-case hex) of cells given as key (hex) to value; the value of a present cell is not empty. */
export function plainRoot(cells: ReadonlyMap<string, Uint8Array>): string {
  const leaves: Leaf[] = [];
  for (const [key, value] of cells) {
    const path = createHash('sha256').update(key, 'hex').digest();
    const hash = createHash('sha256').update(leafTag).update(path).update(value).digest();
    leaves.push({ path, hash });
  }
  return subtree(leaves, 0).toString('hex');
}

/** The hash of the subtree at a depth that holds these leaves; from depth 8 on one leaf alone is its own subtree. */
function subtree(leaves: readonly Leaf[], depth: number): Buffer {
  if (depth >= 8) {
    const [only] = leaves;
    if (only === undefined) return emptyChild;
    if (leaves.length === 1) return only.hash;
  }
  const side = ({ path }: Leaf): number => (path.readUInt8(depth >> 3) >> (7 - (depth & 7))) & 1;
  const left = leaves.filter((leaf) => side(leaf) === 0);
  const right = leaves.filter((leaf) => side(leaf) === 1);
  return createHash('sha256')
    .update(subtree(left, depth + 1))
    .update(subtree(right, depth + 1))
    .digest();
}
