/** The same cases through REST: real signatures, a real node, the typed client; each gets the code that the rules give. */
import { afterAll, expect, it } from 'vitest';
import { cases } from './conformance/cases.ts';
import { SharedNodes } from './conformance/restStage.ts';
import { registry } from './support/apiChain.ts';

/** A DAO has no key; its cases run as actions of executed proposals in the other suite. */
const sendable = cases.filter(({ kind, sender }) => sender !== 'dao' && registry.kinds.has(kind));

const nodes = new SharedNodes();
afterAll(() => nodes.close());

it('there are cases of every kind that a key can send', () => {
  const kinds = new Set(sendable.map(({ kind }) => kind));
  expect(kinds.size).toBeGreaterThan(20);
});

it.each(sendable.map((one) => [`${one.kind}: ${one.name} → ${one.expected}`, one] as const))('%s', (_, one) =>
  nodes.serve(async (stage) => {
    const payload = await one.build(stage);
    expect(await stage.send(one.sender, one.kind, payload)).toBe(one.expected);
  }),
);
