/** A sentence by its id, whose values may be elements: names as links, amounts in brass. */
import { Fragment, type ReactNode } from 'react';
import { useWords, type WordId } from './words.ts';

interface WordsProps {
  readonly id: WordId;
  /** Strings and numbers are formatted by the sentence; elements take the place of their `{argument}`. */
  readonly values?: Readonly<Record<string, ReactNode>>;
}

/** Private-use characters mark the places of elements while ICU formats the sentence around them. */
const open = '\ue000';
const close = '\ue001';

/** Renders the sentence in the reader's language; it follows a change of language. */
export function Words({ id, values = {} }: WordsProps): ReactNode {
  const { t } = useWords();
  const plain: Record<string, string | number> = {};
  const elements: ReactNode[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string' || typeof value === 'number') plain[name] = value;
    else plain[name] = `${open}${elements.push(value) - 1}${close}`;
  }
  if (elements.length === 0) return t(id, plain);
  return t(id, plain)
    .split(/(\ue000\d+\ue001)/u)
    .map((part, index) => (
      <Fragment key={index}>{part.startsWith(open) ? elements[Number(part.slice(1, -1))] : part}</Fragment>
    ));
}
