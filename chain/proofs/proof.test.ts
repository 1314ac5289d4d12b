/** Tests of the proofs of cells: whole, changed in every byte, made up, and against the ICS-23 library. */
import { createHash } from 'node:crypto';
import { ics23, verifyExistence, verifyMembership as verifyIcs23Membership } from '@confio/ics23';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../crypto/bytes.ts';
import { CellMemory } from '../state/cellMemory.ts';
import { plainRoot } from '../state/plainTree.ts';
import { allocateCells } from '../state/sharedCells.ts';
import { StateTree } from '../state/stateTree.ts';
import { type CellProof, ics23Spec, toIcs23, verifyAbsence, verifyMembership } from './proof.ts';

const cellCount = 1_600;
const cells = new Map<string, Uint8Array>();
for (let index = 0; index < cellCount; index++) {
  const key = `07${index.toString(16).padStart(4, '0')}${'ab'.repeat(index % 40)}`;
  cells.set(key, new Uint8Array(1 + (index % 70)).fill(index));
}
const root = plainRoot(cells);
const tree = treeOf(cells);

function treeOf(content: ReadonlyMap<string, Uint8Array>): StateTree {
  const memory = new CellMemory(allocateCells({ cells: 4_096, arenaBytes: 1 << 21, nodes: 8_192 }));
  const built = new StateTree(memory);
  built.begin(1);
  for (const [key, value] of content) {
    const bytes = Buffer.from(key, 'hex');
    built.update(memory.put(bytes, createHash('sha256').update(bytes).digest(), value));
  }
  built.finish();
  return built;
}

const prove = (key: string): CellProof => tree.prove(Buffer.from(key, 'hex'));
const presentKeys = [...cells.keys()];
const absentKeys = Array.from({ length: 400 }, (_, index) => `08${index.toString(16).padStart(4, '0')}`);
const presentProofs = presentKeys.map(prove);
const absentProofs = absentKeys.map(prove);
const first = <T>(items: readonly T[], fits: (item: T) => boolean = () => true): T => {
  const found = items.find(fits);
  if (found === undefined) throw new Error('Nothing fits.');
  return found;
};
const memberProof = first(presentProofs, ({ siblings }) => siblings.length > 10);
const emptyProof = first(absentProofs, ({ other }) => other === undefined);
const otherProof = first(absentProofs, ({ other }) => other !== undefined);

/** Flips each digit of a hex text by one bit: every byte of it changes, twice. */
const changed = (hex: string): string[] =>
  [...hex].map(
    (digit, at) => hex.slice(0, at) + (Number.parseInt(digit, 16) ^ 1).toString(16) + hex.slice(at + 1),
  );

/** Every proof that differs from this one in half a byte. */
function* changes(proof: CellProof): Generator<CellProof, void, undefined> {
  for (const key of changed(proof.key)) yield { ...proof, key };
  for (const value of changed(proof.value ?? '')) yield { ...proof, value };
  for (const [index, sibling] of proof.siblings.entries()) {
    for (const hash of changed(sibling)) yield { ...proof, siblings: proof.siblings.with(index, hash) };
  }
  const { other } = proof;
  if (other === undefined) return;
  for (const path of changed(other.path)) yield { ...proof, other: { ...other, path } };
  for (const value of changed(other.value)) yield { ...proof, other: { ...other, value } };
}

describe('verifyMembership', () => {
  it('accepts the proof of each cell and no proof of an absent one', () => {
    for (const proof of presentProofs) {
      expect(verifyMembership(root, proof)).toEqual({ ok: true });
      expect(verifyAbsence(root, proof).ok).toBe(false);
      expect(verifyAbsence(root, { ...proof, value: null }).ok).toBe(false);
    }
    for (const proof of absentProofs) {
      expect(verifyMembership(root, proof).ok).toBe(false);
      expect(verifyMembership(root, { ...proof, value: '00' }).ok).toBe(false);
    }
  });

  it('accepts it after JSON', () => {
    expect(verifyMembership(root, JSON.parse(JSON.stringify(memberProof)))).toEqual({ ok: true });
  });

  it('refuses a proof with any byte changed', () => {
    for (const proof of changes(memberProof)) expect(verifyMembership(root, proof).ok).toBe(false);
    for (const other of changed(root)) expect(verifyMembership(other, memberProof).ok).toBe(false);
  });

  it('refuses a longer or shorter value and a longer, shorter or reordered way', () => {
    const { value, siblings } = memberProof;
    const wrong: unknown[] = [
      { ...memberProof, value: `${value}00` },
      { ...memberProof, value: value?.slice(2) },
      { ...memberProof, siblings: siblings.slice(1) },
      { ...memberProof, siblings: siblings.slice(0, -1) },
      { ...memberProof, siblings: [...siblings, '00'.repeat(32)] },
      { ...memberProof, siblings: siblings.toReversed() },
    ];
    for (const proof of wrong) expect(verifyMembership(root, proof).ok).toBe(false);
  });
});

describe('verifyAbsence', () => {
  it('accepts the proof of each absent key, by an empty place and by another leaf', () => {
    for (const proof of absentProofs) expect(verifyAbsence(root, proof)).toEqual({ ok: true });
    expect(absentProofs.filter(({ other }) => other === undefined).length).toBeGreaterThan(20);
    expect(absentProofs.filter(({ other }) => other !== undefined).length).toBeGreaterThan(20);
  });

  it('refuses a proof with any byte changed, unless it says of another key what is so', () => {
    for (const proof of [emptyProof, otherProof]) {
      let accepted = 0;
      for (const wrong of changes(proof)) {
        if (!verifyAbsence(root, wrong).ok) continue;
        expect(wrong.key).not.toBe(proof.key);
        expect(cells.has(wrong.key)).toBe(false);
        accepted++;
      }
      expect(accepted).toBeLessThan(3);
    }
  });

  it('refuses another leaf as proof that a present key is absent', () => {
    for (const [index, proof] of presentProofs.entries()) {
      const { other } = otherProof;
      const own = { path: createHash('sha256').update(proof.key, 'hex').digest('hex'), value: proof.value };
      expect(verifyAbsence(root, { ...proof, value: null, other: own }).ok).toBe(false);
      expect(verifyAbsence(root, { ...proof, value: null, other }).ok).toBe(false);
      const neighbour = presentProofs[index + 1] ?? memberProof;
      expect(verifyAbsence(root, { ...neighbour, key: proof.key, value: null, other: own }).ok).toBe(false);
      for (const absent of absentProofs.slice(0, 40)) {
        expect(verifyAbsence(root, { ...absent, key: proof.key }).ok).toBe(false);
      }
    }
  });

  it('refuses another leaf that stands elsewhere, before any hash is compared', () => {
    const path = createHash('sha256').update(emptyProof.key, 'hex').digest();
    for (let depth = 0; depth < emptyProof.siblings.length; depth++) {
      const elsewhere = Buffer.from(path);
      elsewhere[depth >> 3] = elsewhere.readUInt8(depth >> 3) ^ (128 >> (depth & 7));
      const other = { path: elsewhere.toString('hex'), value: '00' };
      expect(verifyAbsence(root, { ...emptyProof, other })).toMatchObject({
        reason: expect.stringContaining('place of the key'),
      });
    }
  });

  it('works in an empty state', () => {
    const empty = treeOf(new Map());
    const proof = empty.prove(Uint8Array.of(1));
    expect(proof.siblings).toHaveLength(8);
    expect(verifyAbsence(toHex(empty.root()), proof)).toEqual({ ok: true });
    expect(verifyMembership(toHex(empty.root()), { ...proof, value: '00' }).ok).toBe(false);
  });
});

describe('malformed proofs', () => {
  const { siblings } = memberProof;
  const hash = '00'.repeat(32);
  const table: [name: string, proof: unknown, reason: string][] = [
    ['null', null, 'has a key'],
    ['a text', 'proof', 'has a key'],
    ['a list', [], 'has a key'],
    ['a field too few', { key: '00', value: '00' }, 'has a key'],
    ['a field too many', { ...memberProof, extra: 1 }, 'has a key'],
    ['an empty key', { ...memberProof, key: '' }, 'key is not'],
    ['a key too long', { ...memberProof, key: '00'.repeat(129) }, 'key is not'],
    ['a key in capitals', { ...memberProof, key: 'AB' }, 'key is not'],
    ['half a byte', { ...memberProof, key: 'abc' }, 'key is not'],
    ['a key with a line end', { ...memberProof, key: 'ab\n\n' }, 'key is not'],
    ['a number as key', { ...memberProof, key: 12 }, 'key is not'],
    ['an empty value', { ...memberProof, value: '' }, 'value is not'],
    ['a value too long', { ...memberProof, value: '00'.repeat(65_537) }, 'value is not'],
    ['no value', { ...memberProof, value: undefined }, 'value is not'],
    ['siblings as text', { ...memberProof, siblings: hash }, 'siblings are not'],
    ['too few siblings', { ...memberProof, siblings: siblings.slice(0, 7) }, 'siblings are not'],
    ['too many siblings', { ...memberProof, siblings: Array(257).fill(hash) }, 'siblings are not'],
    ['a gap in the siblings', { ...memberProof, siblings: Array(10) }, 'siblings are not'],
    ['a short sibling', { ...memberProof, siblings: siblings.with(0, '00') }, 'siblings are not'],
    ['another leaf that is a text', { ...memberProof, other: hash }, 'other leaf is not'],
    ['another leaf of null', { ...memberProof, other: null }, 'other leaf is not'],
    ['another leaf without value', { ...memberProof, other: { path: hash } }, 'other leaf is not'],
    ['another leaf, value empty', { ...memberProof, other: { path: hash, value: '' } }, 'other leaf is not'],
    ['a short other path', { ...memberProof, other: { path: '00', value: '00' } }, 'other leaf is not'],
  ];
  it.each(table)('are refused with a reason: %s', (_name, proof, reason) => {
    for (const verify of [verifyMembership, verifyAbsence]) {
      expect(verify(root, proof)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
    }
  });

  it('are refused when each is sound but they do not fit together', () => {
    const reasonOf = (verify: typeof verifyAbsence, proof: unknown): unknown => verify(root, proof);
    const other = otherProof.other;
    expect(reasonOf(verifyMembership, emptyProof)).toMatchObject({
      reason: expect.stringContaining('names the value'),
    });
    expect(reasonOf(verifyMembership, { ...memberProof, other })).toMatchObject({
      reason: expect.stringContaining('no other leaf'),
    });
    expect(reasonOf(verifyAbsence, memberProof)).toMatchObject({
      reason: expect.stringContaining('no value'),
    });
    for (const wrongRoot of [undefined, 7, '', 'ab', root.toUpperCase(), `${root}00`]) {
      expect(verifyMembership(wrongRoot, memberProof)).toMatchObject({
        reason: expect.stringContaining('The root'),
      });
    }
  });

  it('never throw', () => {
    const field = fc.oneof(fc.anything(), fc.constantFrom('00', root, siblings, null));
    const proof = fc.oneof(
      fc.anything(),
      fc.record({ key: field, value: field, siblings: field, other: field }),
    );
    fc.assert(
      fc.property(fc.anything(), proof, (anyRoot, anyProof) => {
        expect(verifyMembership(anyRoot, anyProof).ok).toBe(false);
        expect(verifyAbsence(anyRoot, anyProof).ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('toIcs23', () => {
  const rootBytes = Buffer.from(root, 'hex');
  const spec = ics23.ProofSpec.fromObject(ics23Spec);
  const existence = (proof: CellProof): ics23.ExistenceProof => {
    const converted = toIcs23(proof);
    if (converted === undefined) throw new Error('The proof has no ICS-23 form.');
    const encoded = ics23.ExistenceProof.encode(ics23.ExistenceProof.fromObject(converted)).finish();
    return ics23.ExistenceProof.decode(encoded);
  };
  const accepts = (exist: ics23.ExistenceProof, key: Uint8Array, value: Uint8Array): boolean => {
    try {
      verifyExistence(exist, spec, rootBytes, key, value);
      return true;
    } catch {
      return false;
    }
  };

  it('gives proofs that the library accepts, for every cell', () => {
    let accepted = 0;
    for (const proof of presentProofs) {
      const key = Buffer.from(proof.key, 'hex');
      const value = Buffer.from(proof.value ?? '', 'hex');
      const exist = existence(proof);
      expect(accepts(exist, key, value)).toBe(true);
      expect(verifyIcs23Membership({ exist }, spec, rootBytes, key, value)).toBe(true);
      accepted++;
    }
    expect(accepted).toBe(cellCount);
  });

  it('gives proofs that the library refuses once they are changed', () => {
    const key = Buffer.from(memberProof.key, 'hex');
    const value = Buffer.from(memberProof.value ?? '', 'hex');
    expect(accepts(existence(memberProof), key, value)).toBe(true);
    expect(accepts(existence(memberProof), Buffer.from('07'), value)).toBe(false);
    expect(accepts(existence(memberProof), key, Buffer.concat([value, Buffer.of(0)]))).toBe(false);
    for (const wrong of changes(memberProof)) {
      const wrongKey = Buffer.from(wrong.key, 'hex');
      expect(accepts(existence(wrong), wrongKey, Buffer.from(wrong.value ?? '', 'hex'))).toBe(false);
    }
    const shorter = existence({ ...memberProof, siblings: memberProof.siblings.slice(1) });
    expect(accepts(shorter, key, value)).toBe(false);
  });

  it('has no form for an absent cell or a malformed proof', () => {
    expect(toIcs23(emptyProof)).toBeUndefined();
    expect(toIcs23(otherProof)).toBeUndefined();
    expect(toIcs23({ ...memberProof, siblings: [] })).toBeUndefined();
    if (otherProof.other !== undefined) {
      expect(toIcs23({ ...memberProof, other: otherProof.other })).toBeUndefined();
    }
  });
});
