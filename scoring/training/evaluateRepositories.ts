/** Evaluates a shipped model on git repositories: mines each by the extractor that scorers run, and says what held. */
import { readTables } from '../modelFolder.ts';
import type { MinedProject } from './changeTable.ts';
import { type Judged, judge } from './evaluate.ts';
import type { Fitted } from './fit.ts';
import { openRepository } from './gitHistory.ts';
import { gitText, HistoryError, type HistoryErrorCode } from './gitProcess.ts';
import { type MiningProgress, mineChanges } from './mineChanges.ts';
import { readShipped, type Shipped, secondsOf, strictSplit } from './shipped.ts';
import { type FigureTree, type JudgedProject, type Summary, summarize } from './summary.ts';

/** A repository and the name that its figures stand under. */
export type Named = { path: string; name: string };

/**
 * Figures by repository and their means. `split` says what was done: `strict` where a model that learnt from changes before
 * the split is judged on changes after it, `project` where there are too few of those and the model of all years is
 * judged on all of them. `trainedOn` is true for projects that the model learnt from; they are no evidence, and the
 * mean leaves them out where there are others.
 */
export type Evaluation = Pick<Summary, 'repositories' | 'mean' | 'reliability'>;

/** Fewer changes after the split say too little; then all years are used. */
const STRICT_CHANGES_MIN = 100;

async function mineProject(
  { path, name }: Named,
  onProgress: (progress: MiningProgress) => void,
): Promise<{ project: MinedProject; gitFolder: string }> {
  const repository = await openRepository(path);
  const changes = [];
  for await (const change of mineChanges(repository, onProgress)) changes.push(change);
  return { project: { name, head: repository.head, changes }, gitFolder: repository.gitFolder };
}

/** True where the history holds a commit that the model's training ended with. */
async function isTrainedOn(gitFolder: string, { projects }: Shipped): Promise<boolean> {
  for (const { head } of projects) {
    const kind = await gitText(gitFolder, ['cat-file', '-t', head]).catch(() => '');
    if (kind === 'commit') return true;
  }
  return false;
}

/** A history that nothing can be learnt from, in words that stand where its figures would. */
const failures: Record<HistoryErrorCode, string> = {
  noRepository: 'There is no git repository.',
  emptyHistory: 'The repository has no commit yet.',
  shallowHistory: 'The history is cut off; fetch the rest of it.',
  gitFailed: 'The history could not be read to its end.',
};

type Evaluated = JudgedProject & {
  split: 'strict' | 'project';
  trainedOn: boolean;
  /** Why there is nothing to judge; null where there is. */
  failure: HistoryError | null;
};

async function evaluateOne(
  named: Named,
  { shipped, whole, strict }: { shipped: Shipped; whole: Fitted; strict: Fitted | null },
  onProgress: (progress: MiningProgress) => void,
): Promise<Evaluated> {
  const from = secondsOf(strictSplit.from);
  const { project, gitFolder } = await mineProject(named, onProgress);
  const early: Judged[] = strict === null ? [] : judge(strict, project);
  const isStrict = early.filter(({ change }) => change.seconds >= from).length >= STRICT_CHANGES_MIN;
  return {
    project,
    judged: isStrict ? early : judge(whole, project),
    since: isStrict ? from : 0,
    split: isStrict ? 'strict' : 'project',
    trainedOn: await isTrainedOn(gitFolder, shipped),
    failure: null,
  };
}

function nothingOf({ name }: Named, failure: HistoryError): Evaluated {
  const project = { name, head: '', changes: [] };
  return { project, judged: [], since: 0, split: 'project', trainedOn: false, failure };
}

/**
 * Evaluates the model in `folder` on `repositories`. An empty history gives nulls with a reason, and so does one that
 * cannot be read, as long as another can. Throws HistoryError where none can.
 */
export async function evaluateRepositories(
  repositories: readonly Named[],
  folder: string,
  onProgress: (progress: MiningProgress) => void = () => undefined,
): Promise<Evaluation> {
  const shipped = readShipped(folder);
  const whole: Fitted = { model: readTables(folder), readings: shipped.readings };
  const strict =
    shipped.strict === null ? null : { model: shipped.strict.tables, readings: shipped.strict.readings };
  const all: Evaluated[] = [];
  for (const named of repositories) {
    const evaluated = await evaluateOne(named, { shipped, whole, strict }, onProgress).catch((error) => {
      if (error instanceof HistoryError) return nothingOf(named, error);
      throw error;
    });
    all.push(evaluated);
  }
  const failed = all.flatMap(({ failure }) => failure ?? []);
  const [first] = failed.filter(({ code }) => code !== 'emptyHistory');
  if (first !== undefined && failed.length === all.length) throw first;
  const each = summarize(all);
  const unseen = all.filter(({ trainedOn, failure }) => !trainedOn && failure === null);
  const mean = unseen.length === 0 || unseen.length === all.length ? each : summarize(unseen);
  const noted = all.map(({ project: { name }, split, trainedOn, failure }): [string, FigureTree] => [
    name,
    {
      split,
      trainedOn,
      ...each.repositories[name],
      ...(failure === null ? {} : { reasons: { all: failures[failure.code] } }),
    },
  ]);
  return { repositories: Object.fromEntries(noted), mean: mean.mean, reliability: mean.reliability };
}
