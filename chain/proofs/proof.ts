/** Proofs that a cell has its value, or that a key has none: their form, their check, and their ICS-23 form. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, equal, fromHex, utf8 } from '../crypto/bytes.ts';
import { keyBytesMax, valueBytesMax } from '../limits.ts';

/** A leaf stands at the depth of its last path bit at the latest. */
const siblingsMax = 256;
/** The top levels are always full, so that the lanes' roots are plain nodes. */
const siblingsMin = 8;
const hashBytes = 32;

const leafTag = sha256(utf8('meritlane/leaf'));
const emptyChild = new Uint8Array(hashBytes);

/** A leaf that stands where the key's own leaf would: the shared beginning of both paths leads to it. */
interface OtherLeaf {
  /** 32 bytes, hex. */
  readonly path: string;
  /** 1 to 65,536 bytes, hex. */
  readonly value: string;
}

/** The way from a key's place in the tree up to the root; every byte string is lower-case hex. */
export interface CellProof {
  /** 1 to 128 bytes. */
  readonly key: string;
  /** 1 to 65,536 bytes, or null if the key has no value. */
  readonly value: string | null;
  /** 8 to 256 hashes of 32 bytes, from the leaf up. */
  readonly siblings: readonly string[];
  /** For a key without value whose place another leaf takes; without it the place is empty. */
  readonly other?: OtherLeaf;
}

/** Whether a proof holds, or one sentence that says why not. */
export type ProofResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** A leaf operation of ICS-23. */
interface Ics23LeafOp {
  readonly hash: number;
  readonly prehashKey: number;
  readonly prehashValue: number;
  readonly length: number;
  readonly prefix: Uint8Array;
}

/** An existence proof of ICS-23. */
export interface Ics23ExistenceProof {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly leaf: Ics23LeafOp;
  readonly path: readonly {
    readonly hash: number;
    readonly prefix: Uint8Array;
    readonly suffix: Uint8Array;
  }[];
}

/** ICS-23's numbers for SHA-256, for no hash, and for no length before key and value. */
const ics23Sha256 = 1;
const ics23NoHash = 0;
const ics23NoLength = 0;

const ics23Leaf: Ics23LeafOp = {
  hash: ics23Sha256,
  prehashKey: ics23Sha256,
  prehashValue: ics23NoHash,
  length: ics23NoLength,
  prefix: leafTag,
};

/** The ICS-23 specification of the state tree: what a verifier of `toIcs23`'s proofs is given. */
export const ics23Spec = {
  leafSpec: ics23Leaf,
  innerSpec: {
    childOrder: [0, 1],
    childSize: hashBytes,
    minPrefixLength: 0,
    maxPrefixLength: 0,
    emptyChild,
    hash: ics23Sha256,
  },
  minDepth: siblingsMin,
  maxDepth: siblingsMax,
} as const;

/** Checks that the proof's key has the proof's value under a root (hex). Never throws, whatever JSON it is given. */
export function verifyMembership(root: unknown, proof: unknown): ProofResult {
  const parsed = parseProof(proof);
  if (typeof parsed === 'string') return refused(parsed);
  if (parsed.value === null) return refused('A proof of a value names the value.');
  if (parsed.other !== undefined) return refused('A proof of a value names no other leaf.');
  return reaches(root, parsed, leafHash(parsed.path, parsed.value));
}

/** Checks that the proof's key has no value under a root (hex). Never throws, whatever JSON it is given. */
export function verifyAbsence(root: unknown, proof: unknown): ProofResult {
  const parsed = parseProof(proof);
  if (typeof parsed === 'string') return refused(parsed);
  if (parsed.value !== null) return refused('A proof of absence names no value.');
  const { other } = parsed;
  if (other === undefined) return reaches(root, parsed, emptyChild);
  if (equal(other.path, parsed.path)) return refused('The other leaf is the leaf of the key itself.');
  for (let depth = 0; depth < parsed.siblings.length; depth++) {
    if (sideAt(other.path, depth) !== sideAt(parsed.path, depth)) {
      return refused('The other leaf does not stand in the place of the key.');
    }
  }
  return reaches(root, parsed, leafHash(other.path, other.value));
}

/** Returns the proof of a value in the form of ICS-23, or undefined for a proof of absence or a malformed one. */
export function toIcs23(proof: CellProof): Ics23ExistenceProof | undefined {
  const parsed = parseProof(proof);
  if (typeof parsed === 'string' || parsed.value === null || parsed.other !== undefined) return undefined;
  const { key, value, path, siblings } = parsed;
  const none = new Uint8Array(0);
  const steps = siblings.map((sibling, index) => {
    const isRight = sideAt(path, siblings.length - 1 - index) === 1;
    return { hash: ics23Sha256, prefix: isRight ? sibling : none, suffix: isRight ? none : sibling };
  });
  return { key, value, leaf: ics23Leaf, path: steps };
}

interface ParsedProof {
  readonly key: Uint8Array;
  readonly path: Uint8Array;
  readonly value: Uint8Array | null;
  readonly siblings: readonly Uint8Array[];
  readonly other: { readonly path: Uint8Array; readonly value: Uint8Array } | undefined;
}

const refused = (reason: string): ProofResult => ({ ok: false, reason });

const sideAt = (path: Uint8Array, depth: number): number =>
  ((path[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1;

const leafHash = (path: Uint8Array, value: Uint8Array): Uint8Array => sha256(concat(leafTag, path, value));

/** Hashes from the place of the key up and compares with the root. */
function reaches(root: unknown, { path, siblings }: ParsedProof, start: Uint8Array): ProofResult {
  const expected = parseBytes(root, hashBytes, hashBytes);
  if (expected === undefined) return refused('The root is not 32 bytes in lower-case hex.');
  let hash = start;
  for (const [index, sibling] of siblings.entries()) {
    const isRight = sideAt(path, siblings.length - 1 - index) === 1;
    hash = sha256(isRight ? concat(sibling, hash) : concat(hash, sibling));
  }
  return equal(hash, expected) ? { ok: true } : refused('The proof leads to another root.');
}

/** Returns the proof in bytes, or the sentence that says what is malformed. */
function parseProof(proof: unknown): ParsedProof | string {
  const fields = parseFields(proof, ['key', 'value', 'siblings'], ['other']);
  if (fields === undefined) return 'A proof has a key, a value, siblings and at most another leaf.';
  const key = parseBytes(fields.get('key'), 1, keyBytesMax);
  if (key === undefined) return `The key is not 1 to ${keyBytesMax} bytes in lower-case hex.`;
  const value = fields.get('value') === null ? null : parseBytes(fields.get('value'), 1, valueBytesMax);
  if (value === undefined) return `The value is not 1 to ${valueBytesMax} bytes in lower-case hex.`;
  const siblings = parseSiblings(fields.get('siblings'));
  if (siblings === undefined) {
    return `The siblings are not ${siblingsMin} to ${siblingsMax} hashes in lower-case hex.`;
  }
  const path = sha256(key);
  if (fields.get('other') === undefined) return { key, path, value, siblings, other: undefined };
  const otherFields = parseFields(fields.get('other'), ['path', 'value'], []);
  const otherPath = parseBytes(otherFields?.get('path'), hashBytes, hashBytes);
  const otherValue = parseBytes(otherFields?.get('value'), 1, valueBytesMax);
  if (otherPath === undefined || otherValue === undefined) {
    return 'The other leaf is not a path and a value in lower-case hex.';
  }
  return { key, path, value, siblings, other: { path: otherPath, value: otherValue } };
}

/** Returns an object that has each required field and no field beside the optional ones. */
function parseFields(
  value: unknown,
  required: readonly string[],
  optional: readonly string[],
): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  if (!required.every((name) => fields.has(name))) return undefined;
  for (const name of fields.keys())
    if (!required.includes(name) && !optional.includes(name)) return undefined;
  return fields;
}

function parseSiblings(value: unknown): Uint8Array[] | undefined {
  if (!Array.isArray(value) || value.length < siblingsMin || value.length > siblingsMax) return undefined;
  const siblings: Uint8Array[] = [];
  for (const text of value) {
    const sibling = parseBytes(text, hashBytes, hashBytes);
    if (sibling === undefined) return undefined;
    siblings.push(sibling);
  }
  return siblings;
}

/** Returns the bytes of a lower-case hex text with a length in bytes between the bounds. */
function parseBytes(text: unknown, bytesMin: number, bytesMax: number): Uint8Array | undefined {
  if (typeof text !== 'string' || text.length % 2 !== 0) return undefined;
  if (text.length < 2 * bytesMin || text.length > 2 * bytesMax || !/^[0-9a-f]*$/.test(text)) return undefined;
  return fromHex(text);
}
