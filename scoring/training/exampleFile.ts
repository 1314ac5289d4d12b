/** Mined examples as comma-separated numbers, so that a model can be trained again without the histories. */
import { features } from '../features.ts';
import type { Example, Mined } from './mine.ts';

const outcomes = ['linesChanged', 'filesChanged', 'fixedLater', 'adopters', 'survivingLines'] as const;

/** One line a project (`# name head commits`), then one line an example; no text of the projects but their names. */
export function writeExamples(mined: readonly Mined[]): string {
  const header = ['project', ...features.map(({ id }) => id), ...outcomes].join(',');
  const projects = mined.map(({ project, head, commits }) => `# ${project} ${head} ${commits}`);
  const rows = mined.flatMap(({ examples }) =>
    examples.map((row) => [row.project, ...row.features, ...outcomes.map((key) => row[key])].join(',')),
  );
  return `${[header, ...projects, ...rows].join('\n')}\n`;
}

/** Reads what `writeExamples` wrote; throws when the columns are not those of this version. */
export function readExamples(text: string): Mined[] {
  const [header, ...lines] = text.split('\n').filter((line) => line !== '');
  const columns = ['project', ...features.map(({ id }) => id), ...outcomes];
  if (header !== columns.join(',')) throw new Error('The columns are not the features of this version.');
  const mined = new Map<string, Mined>();
  for (const line of lines) {
    if (line.startsWith('# ')) {
      const [, project = '', head = '', commits = ''] = line.split(' ');
      mined.set(project, { project, head, commits: Number(commits), examples: [] });
      continue;
    }
    const [project = '', ...cells] = line.split(',');
    const numbers = cells.map(Number);
    const outcome = Object.fromEntries(
      outcomes.map((key, index) => [key, numbers[features.length + index] ?? 0]),
    );
    const example = { project, features: numbers.slice(0, features.length), ...outcome } as Example;
    mined.get(project)?.examples.push(example);
  }
  return [...mined.values()];
}
