/** Imports production code with a mistake in it: a loader exchanges a text, and everything that is imported through it is its own instance. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A text of a file that stands there once, and what takes its place. */
export type Edit = readonly [file: string, find: string, replace: string];
export interface Mistake {
  readonly name: string;
  readonly edits: readonly Edit[];
}

const root = new URL('../../', import.meta.url).href;
const plantIn = (url: string): string | null => new URL(url).searchParams.get('plant');

/** From here on a module whose address ends with `?plant=NAME` is imported with that mistake. Once a process. */
export const plantMistakes = (mistakes: readonly Mistake[]): void => {
  const byName = new Map(mistakes.map((one) => [one.name, one]));
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const plant = context.parentURL?.startsWith(root) ? plantIn(context.parentURL) : null;
      const isOurs = found.url.startsWith(root) && !found.url.includes('/node_modules/');
      return plant === null || !isOurs ? found : { ...found, url: `${found.url}?plant=${plant}` };
    },
    load(url, context, next) {
      const bug = url.startsWith(root) ? byName.get(plantIn(url) ?? '') : undefined;
      const path = bug === undefined ? '' : fileURLToPath(url).slice(fileURLToPath(root).length);
      const edits = bug?.edits.filter(([file]) => file === path) ?? [];
      if (edits.length === 0) return next(url, context);
      let source = readFileSync(new URL(url), 'utf8');
      for (const [file, find, replace] of edits) {
        const times = source.split(find).length - 1;
        if (times !== 1)
          throw new Error(`The bug ${bug?.name} does not fit ${file}: its text stands there ${times} times.`);
        source = source.replace(find, () => replace);
      }
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
};
