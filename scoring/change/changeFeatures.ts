/** The features of a change in its history, in their one order: 46 of the change and its past, one of prose, and one flag. */
import {
  count,
  type FeatureText,
  flag,
  pastCount,
  pastRatio,
  pastShare,
  ratio,
  share,
} from '../featureUnits.ts';

/** A feature of a change: its id, what it says, its unit, and its bounds. */
export type ChangeFeature = FeatureText & { id: ChangeFeatureId };

/* Lines are lines of substance that did not move; a window is the structure of three of them; ages count changes. */
const table = {
  novelCode: count('New code: the smaller of new lines and new windows.'),
  novelTests: count('New tests: the smaller of new lines and new windows.'),
  codeWindows: count('Windows of code that stood nowhere before.'),
  codeLines: count('Lines of code that stood nowhere before.'),
  novelWindowShare: share('New windows, of all windows that the change touches.'),
  windowsPerLine: ratio('Windows of code that the change touches, per new line of code.'),
  newNames: count('Names that stood nowhere before.'),
  newNameShare: share('Names that stood nowhere before, of all names in added lines.'),
  newSymbols: count('Functions, types and top-level values that the change introduces.'),
  symbolDensity: ratio('Introduced symbols, per added line of code.'),
  distinctTokens: count('Different tokens in added lines of code and tests.'),
  removedLines: count('Lines that the change removes.'),
  removedOrigins: pastCount('Earlier changes that the removed lines come from.'),
  replacedShare: ratio('Removed lines, per added line.'),
  youngRemovedShare: pastShare('Removed lines that are young, of those whose age is known.'),
  removedAge: pastCount('Mean age of the removed lines.'),
  deepestIndent: count('Columns of indentation of the deepest added line of code or tests.'),
  lineLength: count('Tenths of characters per added line of code or tests.'),
  branchDensity: ratio('Branches and loops, per added line of code or tests.'),
  riskShare: share('Lines that silence a checker or leave work open, of the added lines of code and tests.'),
  asyncShare: share('Lines that wait or run at once, of the added lines of code and tests.'),
  errorShare: share('Lines that handle errors, of the added lines of code and tests.'),
  assertions: count('Added lines of tests that assert something.'),
  codeFiles: count('Files of code with a change of substance.'),
  testFiles: count('Files of tests with a change of substance.'),
  configFiles: count('Files of settings with a change of substance.'),
  docsFiles: count('Files of documentation with a change of substance.'),
  areas: count('Top-level folders with a change of substance.'),
  folders: count('Folders with a change of substance.'),
  evenFiles: ratio('Files over which the lines would be spread evenly: (Σ lines)² ÷ Σ lines².'),
  fileLength: pastCount('Mean lines of the touched files before the change.'),
  fileAuthors: pastCount('Different authors of the touched files before the change.'),
  fileAge: pastCount('Mean age of the last change of the touched files.'),
  fileChanges: pastCount('Earlier changes of the touched files, together.'),
  mostChanges: pastCount('Earlier changes of that touched file which has most.'),
  recentChanges: pastCount('Recent changes of that touched file which has most.'),
  fileChurn: pastRatio('Lines that were removed from the touched files, per line that was added.'),
  changesPerFile: pastRatio('Earlier changes, per touched file.'),
  authorShare: pastShare('Authors of the touched files, of all authors so far.'),
  newFiles: count('Files that appear with substance.'),
  deletedFiles: count('Files that disappear with substance.'),
  newFileShare: share('Files that appear, of the touched files.'),
  repeatedWindowShare: share('Windows that the change itself repeats, of all windows that it touches.'),
  knownLineShare: share('Added lines that stand elsewhere already, of all added lines.'),
  movedShare: share('Lines that only moved, of these and the added lines.'),
  hasTests: flag('The change adds lines of tests.'),
  docsPhrases: count('Phrases of three words in documentation that the change brings.'),
  isHistoryKnown: flag('The history before the change is known.'),
} as const satisfies Record<string, FeatureText>;

/** The id of a feature of a change. */
export type ChangeFeatureId = keyof typeof table;

/** All features of a change in their order. */
export const changeFeatures: readonly ChangeFeature[] = (Object.keys(table) as ChangeFeatureId[]).map(
  (id) => ({ id, ...table[id] }),
);
