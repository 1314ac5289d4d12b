/** What the message of a change says of earlier ones: that it fixes something, that it takes one back. For labels only. */

/** What a message says. */
export type MessageReading = {
  /** It calls itself a fix. */
  isFix: boolean;
  /** A fix that names an issue or has the type `fix`: what blame is laid by. */
  isTrackedFix: boolean;
  /** Ids of commits that it says it reverts. */
  revertedIds: string[];
  /** The subject that it says it reverts. */
  revertedSubject: string | null;
};

const fixWords =
  /\b(?:fix(?:e[sd]|ing)?|bug(?:s|fix)?|regress(?:ion|ions|ed)?|crash(?:es|ed)?|hotfix|defect|broken|incorrect(?:ly)?|leak(?:s|ed)?|deadlock|race condition)\b/i;
const otherWords =
  /^(?:docs?|chore|style|tests?|ci|build|refactor|perf|deps|typo|lint|release)\b|\b(?:typos?|lint(?:er|ing)?|formatting|readme|changelog|spelling|grammar|flaky|eslint|prettier|dead link|broken link|ci)\b/i;
const issueNumber = /(?:#|gh-|issues\/)\d+/i;
const fixType = /^fix\w*(?:\([^)]*\))?!?:\s/i;

function subjectOf(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/** Reads the message of a change; `branchSubjects` are those of the commits that a merge brings in, newest first. */
export function readMessage(message: string, branchSubjects: readonly string[]): MessageReading {
  const own = subjectOf(message);
  // The subject of a merge names a branch; its oldest commit says what the branch is about.
  const subject = branchSubjects.at(-1) ?? own;
  const all = [message, ...branchSubjects.slice(0, 20)].join('\n');
  const hasType = fixType.test(subject);
  const speaksOfFix = hasType || fixWords.test([own, ...branchSubjects.slice(0, 20)].join('\n'));
  const isFix = speaksOfFix && (hasType || !otherWords.test(subject));
  return {
    isFix,
    isTrackedFix: isFix && (hasType || issueNumber.test(all)),
    revertedIds: [...message.matchAll(/This reverts commit ([0-9a-f]{7,64})/g)].map(([, id = '']) => id),
    revertedSubject: /^Revert:? "(.*)"/.exec(own)?.[1] ?? null,
  };
}

/** A subject without the number of the pull request that some hosts append. */
export function plainSubject(message: string): string {
  return subjectOf(message).replace(/ \(#\d+\)$/, '');
}

const bots =
  /\[bot\]|dependabot|renovate|github-actions|greenkeeper|snyk-bot|semantic-release|pre-commit-ci|allcontributors|^release|web-flow|autofix/i;

/** True for the name of a program that commits. */
export function isBot(author: string): boolean {
  return bots.test(author);
}
