/** What is shipped beside a model for those who hold it to account: how its scores are read, and the model of the strict split. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../reference.ts';
import type { Fitted } from './fit.ts';

/** The strict split: models learn from changes before `until` and are judged on changes of other projects from `from` on. */
export const strictSplit = { until: '2021-01-01', from: '2022-01-01' } as const;

export const secondsOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1_000;

/** The file `evaluation.json` of a model folder. */
export type Shipped = {
  /** Projects that the model learnt from, and the commits they were mined up to. */
  projects: { name: string; head: string }[];
  readings: Fitted['readings'];
  /** The model that saw nothing later than the split; null where there was too little before it. */
  strict: { tables: Model; readings: Fitted['readings'] } | null;
};

/** Reads what stands beside the model in `folder`; throws the system's error where it is missing. */
export function readShipped(folder: string): Shipped {
  return JSON.parse(readFileSync(join(folder, 'evaluation.json'), 'utf8')) as Shipped;
}
