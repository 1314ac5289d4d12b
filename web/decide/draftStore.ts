/** The draft of a proposal, kept in this browser until it is sent. */
import { useState } from 'react';

/** An action as it is being filled in. */
export interface DraftAction {
  /** Tells actions apart while they come and go. */
  readonly key: number;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly mayFail: boolean;
}
export interface Draft {
  readonly track: string;
  readonly title: string;
  readonly body: string;
  readonly actions: readonly DraftAction[];
}
export const emptyDraft: Draft = { track: 'treasurySmall', title: '', body: '', actions: [] };

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'track' in value &&
  typeof value.track === 'string' &&
  'title' in value &&
  typeof value.title === 'string' &&
  'body' in value &&
  typeof value.body === 'string' &&
  'actions' in value &&
  Array.isArray(value.actions);

const read = (key: string): Draft => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return isDraft(stored) ? stored : emptyDraft;
  } catch {
    return emptyDraft;
  }
};

/** The draft for a DAO, and what changes it; each change is kept at once. */
export function useDraft(dao: string): readonly [Draft, (draft: Draft) => void] {
  const key = `meritlane.draft.${dao}`;
  const [draft, setDraft] = useState(() => read(key));
  const change = (next: Draft): void => {
    setDraft(next);
    if (next === emptyDraft) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(next));
  };
  return [draft, change];
}
