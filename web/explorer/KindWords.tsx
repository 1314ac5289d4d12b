/** What a kind of transaction does, in words; a kind that this page does not know by its name. */
import type { ReactNode } from 'react';
import { isWordId, type Translate, useWords } from '../words/words.ts';

export function kindWords(kind: string, t: Translate): string {
  const id = `txKind.${kind}`;
  return isWordId(id) ? t(id) : kind;
}

export function KindWords({ kind }: { readonly kind: string }): ReactNode {
  const { t } = useWords();
  return <span title={kind}>{kindWords(kind, t)}</span>;
}
