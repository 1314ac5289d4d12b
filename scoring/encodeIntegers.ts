/** Canonical CBOR (RFC 8949 section 4.2) of integers and nested lists of integers, all that scoring hashes. */

/** An integer within 53 bits, or a list of such. */
export type IntegerTree = number | readonly IntegerTree[];

function pushHead(out: number[], major: number, argument: number): void {
  const type = major << 5;
  if (argument < 24) out.push(type | argument);
  else if (argument < 0x100) out.push(type | 24, argument);
  else if (argument < 0x10000) out.push(type | 25, argument >>> 8, argument & 255);
  else if (argument < 0x100000000) {
    out.push(type | 26, argument >>> 24, (argument >>> 16) & 255, (argument >>> 8) & 255, argument & 255);
  } else {
    out.push(type | 27);
    for (let shift = 56n; shift >= 0n; shift -= 8n) out.push(Number((BigInt(argument) >> shift) & 255n));
  }
}

function push(out: number[], tree: IntegerTree): void {
  if (typeof tree !== 'number') {
    pushHead(out, 4, tree.length);
    for (const item of tree) push(out, item);
    return;
  }
  if (!Number.isSafeInteger(tree)) throw new RangeError('Only integers within 53 bits are encoded.');
  if (tree >= 0) pushHead(out, 0, tree);
  else pushHead(out, 1, -1 - tree);
}

/** The canonical CBOR bytes of `tree`; throws RangeError for a number that is not a safe integer. */
export function encodeIntegers(tree: IntegerTree): Uint8Array {
  const out: number[] = [];
  push(out, tree);
  return Uint8Array.from(out);
}
