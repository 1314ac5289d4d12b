/** The timetable gives everything once, at its newest time, the earliest first. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Timetable } from './timetable.ts';

it('takes what a plain map would say is due', () => {
  const step = fc.oneof(
    fc.record({ name: fc.integer({ min: 0, max: 20 }), at: fc.integer({ min: 0, max: 100 }) }),
    fc.record({ now: fc.integer({ min: 0, max: 100 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const table = new Timetable();
      const plain = new Map<string, number>();
      for (const one of steps) {
        if ('now' in one) {
          const due = [...plain].filter(([, at]) => at <= one.now);
          for (const [name] of due) plain.delete(name);
          const taken = table.take(one.now);
          expect([...taken].sort()).toEqual(due.map(([name]) => name).sort());
          const times = taken.map((name) => due.find(([found]) => found === name)?.[1] ?? -1);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        } else {
          table.put(String(one.name), one.at);
          plain.set(String(one.name), one.at);
        }
        expect(table.size).toBe(plain.size);
      }
    }),
  );
});
