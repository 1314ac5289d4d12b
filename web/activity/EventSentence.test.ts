/** Every event and every kind of transaction of every module has its words in both languages. */
import { describe, expect, it } from 'vitest';
import { modules } from '#governance/modules.ts';
import { en } from '../words/en.ts';
import { zh } from '../words/zh.ts';

const english = Object.keys(en);
const chinese = Object.keys(zh);

describe('words of events and transactions', () => {
  it.each(
    modules.flatMap(({ name, events, transactions }) => [
      ...Object.keys(events).map((event) => `event.${name}.${event}`),
      ...Object.keys(transactions).map((verb) => `txKind.${name}.${verb}`),
    ]),
  )('%s', (id) => {
    expect(english).toContain(id);
    expect(chinese).toContain(id);
  });
});
