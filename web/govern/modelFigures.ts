/** What was measured of the model that this app was built with: figures by path, and the comparisons that are shown. */

/** Measured figures as the evaluation wrote them; any of them may be absent, because little data give no figure. */
export interface ModelFigures {
  readonly mean?: unknown;
  readonly repositories?: Readonly<Record<string, unknown>>;
  readonly reliability?: readonly ReliabilityPart[];
}

/** Changes with about the same predicted chance of a later fix, and how many of them were fixed. */
export interface ReliabilityPart {
  /** Mean predicted chance, 0 … 1. */
  readonly predicted: number;
  /** Share that was fixed, 0 … 1. */
  readonly observed: number;
  readonly count: number;
}

/** The number at a path of names set apart by points; undefined where there is none. */
export function figureAt(figures: unknown, path: string): number | undefined {
  const found = valueAt(figures, path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** The interval beside the figure at `path`: two numbers, the lower first. */
export function intervalAt(figures: unknown, path: string): readonly [number, number] | undefined {
  const found = valueAt(figures, `${path}Interval`);
  if (!Array.isArray(found)) return undefined;
  const [low, high]: readonly unknown[] = found;
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}

function valueAt(figures: unknown, path: string): unknown {
  let found: unknown = figures;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}

/** A figure of the model beside the same figure of simpler counts: paths into the figures of a project or the mean. */
export interface Comparison {
  readonly id: 'fixed' | 'fixedEqual' | 'builtOn' | 'used' | 'quarter' | 'money' | 'calibration';
  readonly model: string;
  readonly lines?: string;
  readonly commits?: string;
  /** What the model is better by than changed lines; than commits where these are given. */
  readonly lead?: string;
}

/** What is compared, in the order in which people ask. */
export const comparisons: readonly Comparison[] = [
  { id: 'fixed', model: 'bug.auc', lines: 'bug.aucLoc', lead: 'bug.gain' },
  { id: 'fixedEqual', model: 'bug.aucWithinSizeQuintiles' },
  {
    id: 'builtOn',
    model: 'adoption.lines.spearman',
    lines: 'adoption.lines.loc',
    lead: 'adoption.lines.gain',
  },
  {
    id: 'used',
    model: 'adoption.symbols.spearman',
    lines: 'adoption.symbols.loc',
    lead: 'adoption.symbols.gain',
  },
  {
    id: 'quarter',
    model: 'contributorQuarter.model',
    lines: 'contributorQuarter.loc',
    commits: 'contributorQuarter.commits',
    lead: 'contributorQuarter.gain',
  },
  {
    id: 'money',
    model: 'rewardShareError.model',
    lines: 'rewardShareError.loc',
    commits: 'rewardShareError.commits',
    lead: 'rewardShareError.gain',
  },
  { id: 'calibration', model: 'calibrationError' },
];

/** A project in a plot of one comparison. */
export interface ProjectPoint {
  readonly name: string;
  readonly model: number;
  readonly lines: number;
}

/** The projects in which both were measured, the greatest lead of the model first. */
export function projectPoints(figures: ModelFigures, { model, lines }: Comparison): ProjectPoint[] {
  if (lines === undefined) return [];
  return Object.entries(figures.repositories ?? {})
    .flatMap(([name, own]) => {
      const point = { model: figureAt(own, model), lines: figureAt(own, lines) };
      return point.model === undefined || point.lines === undefined
        ? []
        : [{ name, model: point.model, lines: point.lines }];
    })
    .sort((a, b) => b.model - b.lines - (a.model - a.lines) || (a.name < b.name ? -1 : 1));
}

/** Tenths on which a plot of `values` begins and ends. */
export function plotRange(values: readonly number[]): readonly [number, number] {
  const low = Math.floor(Math.min(...values, 1) * 10) / 10;
  const high = Math.ceil(Math.max(...values, 0) * 10) / 10;
  return high > low ? [low, high] : [low, low + 0.1];
}

/** The figures of this app's own model; undefined where none were published with it. */
export async function loadModelFigures(): Promise<ModelFigures | undefined> {
  // A glob and not an import: a model may come without figures, and the app must still build.
  const [load] = Object.values(
    import.meta.glob<ModelFigures>('../../scoring/model/figures.json', { import: 'default' }),
  );
  return load?.();
}
