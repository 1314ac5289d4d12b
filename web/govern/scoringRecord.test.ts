/** Agreement is counted by work, against what most scorers said. */
import { expect, it } from 'vitest';
import { recordOf } from './scoringRecord.ts';

const said = (contribution: string, scorer: string, scores: number[], time = 1) => ({
  contribution,
  scorer,
  scores,
  time,
});

it('counts works on which all agree, and who departs from the others', () => {
  const record = recordOf([
    said('one', 'a', [1, 2, 3, 4]),
    said('one', 'b', [1, 2, 3, 4]),
    said('one', 'c', [1, 2, 3, 4]),
    said('two', 'a', [5, 5, 5, 5], 9),
    said('two', 'b', [5, 5, 5, 5]),
    said('two', 'c', [5, 5, 5, 6]),
    said('three', 'a', [7, 7, 7, 7]),
  ]);
  expect([record.reveals, record.works, record.agreed]).toEqual([7, 2, 1]);
  expect(record.scorers.get('a')).toEqual({ given: 3, agreed: 3, lastMs: 9 });
  expect(record.scorers.get('c')).toEqual({ given: 2, agreed: 1, lastMs: 1 });
});

it('is empty before anything was scored', () => {
  const record = recordOf([]);
  expect([record.reveals, record.works, record.agreed, record.scorers.size]).toEqual([0, 0, 0, 0]);
});
