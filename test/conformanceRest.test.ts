/** The same cases through REST: real signatures, a real node, the typed client; each gets the code that the rules give. */
import { expect, it } from 'vitest';
import { cases } from './conformance/cases.ts';
import { RestStage } from './conformance/restStage.ts';
import { registry } from './support/apiChain.ts';

/** A DAO has no key; its cases run as actions of executed proposals in the other suite. */
const sendable = cases.filter(({ kind, sender }) => sender !== 'dao' && registry.kinds.has(kind));

it('there are cases of every kind that a key can send', () => {
  const kinds = new Set(sendable.map(({ kind }) => kind));
  expect(kinds.size).toBeGreaterThan(20);
});

it.each(sendable.map((one) => [`${one.kind}: ${one.name} → ${one.expected}`, one] as const))(
  '%s',
  async (_, one) => {
    const stage = await RestStage.open();
    try {
      const payload = await one.build(stage);
      expect(await stage.send(one.sender, one.kind, payload)).toBe(one.expected);
    } finally {
      await stage.close();
    }
  },
);
