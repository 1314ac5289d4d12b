/** The draft of each DAO outlives its page, so that who goes to make an account finds it again. */
import { useState } from 'react';
import type { Draft } from './draft.ts';

/** By DAO; gone with the tab, for nothing unsigned is stored. */
const kept = new Map<string, Draft>();

/** Drops what was submitted. */
export const forgetDraft = (dao: string): boolean => kept.delete(dao);

export function useKeptDraft(dao: string): readonly [Draft | undefined, (draft: Draft | undefined) => void] {
  const [draft, setDraft] = useState(() => kept.get(dao));
  const keep = (next: Draft | undefined): void => {
    if (next === undefined) kept.delete(dao);
    else kept.set(dao, next);
    setDraft(next);
  };
  return [draft, keep];
}
