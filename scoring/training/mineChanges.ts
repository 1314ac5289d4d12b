/** Mines a git history: features of each change as they were before it, by the extractor that scorers run, and its labels. */
import { changeFeatures } from '../change/changeFeatures.ts';
import { extractChange } from '../change/extractChange.ts';
import { languageOf } from '../change/language.ts';
import { readChange } from '../change/readChange.ts';
import { diffTrees } from '../diff/treeDiff.ts';
import { extensionOf, fileClassOf } from '../fileClass.ts';
import { History } from '../history/history.ts';
import type { PatchFile } from '../patch.ts';
import { isBot, plainSubject, readMessage } from './commitMessage.ts';
import { changesOf, type GitChange, type Repository } from './gitHistory.ts';
import { HORIZON_DAYS, type Labels, Outcomes } from './outcomes.ts';

const DAY_SECONDS = 86_400;

/** One mined change. */
export type MinedChange = {
  id: string;
  /** Its place among the changes of the history that have content. */
  change: number;
  seconds: number;
  /** A label of the author that says nothing else: the order in which authors first appear. */
  author: number;
  isBot: boolean;
  isMerge: boolean;
  isRevert: boolean;
  /** Its message says that it fixes something. */
  isFix: boolean;
  /** The place in `mainLanguages` of the language that most of its code is written in. */
  language: number;
  features: number[];
  units: number;
  /** Raw added and removed lines of all text files, and files: what a model must beat. */
  linesAdded: number;
  linesRemoved: number;
  files: number;
  /** Whole days of the history after it. */
  daysAhead: number;
  labels: Labels;
};

/** How far mining is. */
export type MiningProgress = { done: number; of: number };

/** What mining met on the way. */
export type MiningSummary = { changes: number; authors: number; absentPaths: string[] };

/** Languages that fairness is measured over; the last is any other, or no code at all. */
export const mainLanguages = ['script', 'python', 'go', 'rust', 'other'] as const;

function mainLanguageOf(files: readonly PatchFile[]): number {
  const lines = mainLanguages.map(() => 0);
  for (const { path, added, removed } of files) {
    if (fileClassOf(path) !== 'code') continue;
    const name = languageOf(extensionOf(path)).name;
    const place = (mainLanguages as readonly string[]).indexOf(name);
    const index = place < 0 ? mainLanguages.length - 1 : place;
    lines[index] = (lines[index] ?? 0) + added + removed;
  }
  const most = Math.max(...lines);
  return most === 0 ? mainLanguages.length - 1 : lines.indexOf(most);
}

type Pending = Omit<MinedChange, 'daysAhead' | 'labels'>;

/** Authors by label; the names stay here. */
class Authors {
  private readonly labels = new Map<string, number>();

  labelOf(name: string): number {
    const key = name.trim().toLowerCase();
    const known = this.labels.get(key);
    if (known !== undefined) return known;
    this.labels.set(key, this.labels.size);
    return this.labels.size - 1;
  }

  get count(): number {
    return this.labels.size;
  }
}

/** A merge is the work of whoever made most commits of its branch; of several the one who made the newest. */
function authorOf({ author, branch }: GitChange): string {
  const counts = new Map<string, number>();
  for (const commit of branch) counts.set(commit.author, (counts.get(commit.author) ?? 0) + 1);
  let main = author;
  let most = 0;
  for (const [name, count] of counts) {
    if (count > most) main = name;
    most = Math.max(most, count);
  }
  return main;
}

/** Finds what a change takes back, by id or by subject. */
class Reverts {
  private readonly byId = new Map<string, number>();
  private readonly bySubject = new Map<string, number>();

  add(change: GitChange, place: number): void {
    for (const id of change.members) this.byId.set(id, place);
    this.bySubject.set(plainSubject(change.message), place);
  }

  /** Places of the changes that a message speaks of; ids may be shortened. */
  find(ids: readonly string[], subject: string | null): number[] {
    const found = ids.flatMap((id) => this.byId.get(id) ?? this.byPrefix(id) ?? []);
    if (found.length > 0 || subject === null) return found;
    const place = this.bySubject.get(plainSubject(subject));
    return place === undefined ? [] : [place];
  }

  private byPrefix(prefix: string): number | undefined {
    for (const [id, place] of this.byId) if (id.startsWith(prefix)) return place;
    return undefined;
  }
}

class Miner {
  readonly absentPaths = new Set<string>();
  readonly authors = new Authors();
  private readonly repository: Repository;
  private readonly history = new History();
  private readonly outcomes = new Outcomes();
  private readonly reverts = new Reverts();
  private readonly pending: Pending[] = [];
  private seconds = 0;

  constructor(repository: Repository) {
    this.repository = repository;
  }

  get changes(): number {
    return this.history.changes;
  }

  add(source: GitChange): void {
    for (const path of source.absentPaths) this.absentPaths.add(path);
    const files = diffTrees(source.edits);
    if (files.length === 0) return;
    const { history } = this;
    // Commit clocks go wrong; a history never goes back.
    this.seconds = Math.max(this.seconds, source.seconds);
    const name = authorOf(source);
    const author = this.authors.labelOf(name);
    const message = readMessage(
      source.message,
      source.branch.map(({ subject }) => subject),
    );
    const change = readChange(files, history);
    const { values, units } = extractChange(change, history);
    const reverts = this.reverts.find(message.revertedIds, message.revertedSubject);
    const base = { change: history.changes, seconds: this.seconds, author, isBot: isBot(name) };
    this.pending.push({
      ...base,
      id: source.id,
      isMerge: source.isMerge,
      isRevert: message.revertedSubject !== null || message.revertedIds.length > 0,
      isFix: message.isFix,
      language: mainLanguageOf(files),
      features: changeFeatures.map(({ id }) => values[id]),
      units,
      linesAdded: files.reduce((sum, { added }) => sum + added, 0),
      linesRemoved: files.reduce((sum, { removed }) => sum + removed, 0),
      files: files.length,
    });
    this.reverts.add(source, base.change);
    const effects = history.apply(change, author);
    this.outcomes.add(effects, { ...base, isTrackedFix: message.isTrackedFix, reverts });
  }

  /** Changes whose labels are final, in order; at the end all. */
  *finished(isEnd: boolean): Generator<MinedChange> {
    for (;;) {
      const [first] = this.pending;
      if (first === undefined) return;
      if (!isEnd && this.seconds - first.seconds <= HORIZON_DAYS * DAY_SECONDS) return;
      this.pending.shift();
      const daysAhead = Math.floor((this.repository.newestSeconds - first.seconds) / DAY_SECONDS);
      yield { ...first, daysAhead, labels: this.outcomes.take(first.change) };
    }
  }
}

/**
 * Mines `repository`, giving its changes oldest first; only changes younger than the horizon of the labels are held, so
 * memory does not grow with their number. Returns what was met on the way; throws HistoryError when git fails.
 */
export async function* mineChanges(
  repository: Repository,
  onProgress: (progress: MiningProgress) => void = () => undefined,
): AsyncGenerator<MinedChange, MiningSummary> {
  const miner = new Miner(repository);
  let done = 0;
  for await (const change of changesOf(repository)) {
    miner.add(change);
    done += 1;
    onProgress({ done, of: repository.changeCount });
    yield* miner.finished(false);
  }
  yield* miner.finished(true);
  return {
    changes: miner.changes,
    authors: miner.authors.count,
    absentPaths: [...miner.absentPaths].sort(),
  };
}
