/** Parser of Markdown documents: headings, paragraphs, code blocks, lists, links, words. HTML is plain text to it. */
import { ScoringError } from './errors.ts';
import { readLines, stripBlanks, wordsOf } from './text.ts';

/** A parsed document; `words` are those of prose, in order, code blocks left out. */
export type Document = {
  title: string;
  words: string[];
  headings: number;
  codeBlocks: number;
  listItems: number;
  links: string[];
  longestParagraph: number;
};

const TITLE_CHARACTERS_MAX = 200;
const LINK_CHARACTERS_MAX = 500;

/** Targets of inline links and bare addresses in one line, by plain scanning: linear for any input. */
function linksOf(line: string): string[] {
  const links: string[] = [];
  const cut = (start: number, stops: string) => {
    let end = start;
    while (end < line.length && end - start < LINK_CHARACTERS_MAX && !stops.includes(line[end] ?? ''))
      end += 1;
    // A sentence that ends in an address does not lend it its full stop.
    const link = line.slice(start, end).replace(/[.,;:!?]{1,3}$/, '');
    if (link !== '') links.push(link);
    return Math.max(end, start + 1);
  };
  let position = 0;
  while (position < line.length) {
    if (line.startsWith('](', position)) position = cut(position + 2, ' )');
    else if (line.startsWith('http://', position) || line.startsWith('https://', position)) {
      position = cut(position, ' \t)<>"\'`');
    } else position += 1;
  }
  return links;
}

function holdsControl(line: string): boolean {
  for (let position = 0; position < line.length; position += 1) {
    const code = line.charCodeAt(position);
    if (code < 32 && code !== 9 && code !== 12 && code !== 13) return true;
  }
  return false;
}

/** A fence of at least three backticks or tildes at the start of `line`, or null. */
function fenceOf(line: string): string | null {
  return /^(?:`{3,}|~{3,})/.exec(line)?.[0] ?? null;
}

/** Parses untrusted `bytes`; throws ScoringError when they are no text or hold no words. Time is linear in the size. */
export function parseDocument(bytes: Uint8Array): Document {
  const lines = readLines(bytes);
  // Control characters and the marks of office formats stand in no text that a person wrote.
  const first = lines[0] ?? '';
  if (/^(?:%PDF-|\{\\rtf)/.test(first) || lines.some(holdsControl))
    throw new ScoringError('scoring.notADocument');

  const document: Document = {
    title: '',
    words: [],
    headings: 0,
    codeBlocks: 0,
    listItems: 0,
    links: [],
    longestParagraph: 0,
  };
  const links = new Set<string>();
  let fence: string | null = null;
  let paragraph = 0;
  for (const raw of lines) {
    const line = stripBlanks(raw);
    const mark = fenceOf(line);
    if (fence !== null) {
      if (mark?.startsWith(fence) && mark.length === line.length) fence = null;
      continue;
    }
    if (mark !== null) {
      fence = mark;
      document.codeBlocks += 1;
      paragraph = 0;
      continue;
    }
    const heading = /^#{1,6} +/.exec(line);
    const item = /^(?:[-*+]|\d{1,9}[.)]) +/.exec(line);
    const words = wordsOf(line);
    for (const word of words) document.words.push(word);
    for (const link of linksOf(line)) links.add(link);
    if (heading) {
      document.headings += 1;
      if (document.title === '')
        document.title = line.slice(heading[0].length, heading[0].length + TITLE_CHARACTERS_MAX);
    }
    if (item) document.listItems += 1;
    paragraph = line === '' || heading ? 0 : (item ? 0 : paragraph) + words.length;
    if (paragraph > document.longestParagraph) document.longestParagraph = paragraph;
  }
  if (document.words.length === 0) throw new ScoringError('scoring.emptyDocument');
  document.links = [...links];
  if (document.title === '') {
    document.title = stripBlanks(lines.find((line) => stripBlanks(line) !== '') ?? '').slice(
      0,
      TITLE_CHARACTERS_MAX,
    );
  }
  return document;
}
