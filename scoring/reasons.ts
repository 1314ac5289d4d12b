/** Why a score is what it is, in words: one sentence per feature for a gain and for a loss, in English and 中文 (ICU messages). */
import type { Dimension } from './attestation.ts';
import { type FeatureId, features } from './features.ts';
import type { FeatureUnit } from './featureUnits.ts';
import { patchReasons } from './patchReasons.ts';
import { pair, plural, type Reason, type Sentence } from './reasonForms.ts';

const otherReasons = {
  isDocument: pair(
    'Is a document, which starts higher than a patch',
    '属于文档，起点高于补丁',
    'Is a document, which starts lower than a patch',
    '属于文档，起点低于补丁',
  ),
  quantityBefore: pair(
    plural('Follows # unit earlier in this epoch', 'Follows # units earlier in this epoch'),
    '本周期此前已有 {n} 个单位',
    plural(
      'Counts from # unit reached before in this epoch',
      'Counts from # units reached before in this epoch',
    ),
    '从本周期已有的 {n} 个单位起算',
  ),
  quantityAfter: pair(
    plural('Brings the total of the epoch to # unit', 'Brings the total of the epoch to # units'),
    '使本周期总量达到 {n} 个单位',
    plural('Leaves the total of the epoch at # unit', 'Leaves the total of the epoch at # units'),
    '本周期总量仍为 {n} 个单位',
  ),
  documentPhrases: pair(
    plural('Holds # distinct phrase', 'Holds # distinct phrases'),
    '含 {n} 个不重复的短语',
    plural('Holds only # distinct phrase', 'Holds only # distinct phrases'),
    '仅含 {n} 个不重复的短语',
  ),
  headings: pair(
    plural('Is structured by # heading', 'Is structured by # headings'),
    '由 {n} 个标题组织结构',
    plural('Is cut up by # heading', 'Is cut up by # headings'),
    '被 {n} 个标题切得过碎',
  ),
  codeBlocks: pair(
    plural('Shows # code block', 'Shows # code blocks'),
    '给出 {n} 个代码块',
    plural('Relies on # code block', 'Relies on # code blocks'),
    '过多依赖 {n} 个代码块',
  ),
  links: pair(
    plural('Links to # source', 'Links to # sources'),
    '引用 {n} 个链接',
    plural('Relies on # link', 'Relies on # links'),
    '过多依赖 {n} 个链接',
  ),
  listItems: pair(
    plural('Sets out # list item', 'Sets out # list items'),
    '列出 {n} 个条目',
    plural('Is cut up into # list item', 'Is cut up into # list items'),
    '被拆成 {n} 个条目',
  ),
  vocabularyShare: pair(
    'Opens with {n}% distinct words',
    '开头部分有 {n}% 的词不重复',
    'Opens with only {n}% distinct words',
    '开头部分仅有 {n}% 的词不重复',
  ),
  repeatedPhrases: pair(
    'Repeats {n}% of its phrases for emphasis or reference',
    '{n}% 的短语有重复',
    'Repeats {n}% of its phrases',
    '重复了 {n}% 的短语',
  ),
  longestParagraph: pair(
    plural('Keeps its longest paragraph to # word', 'Keeps its longest paragraph to # words'),
    '最长段落为 {n} 个词',
    plural('Holds a paragraph of # word', 'Holds a paragraph of # words'),
    '有一段长达 {n} 个词',
  ),
};

/** The sentences of every feature. */
export const reasons: Readonly<Record<FeatureId, Reason>> = { ...otherReasons, ...patchReasons };

/** The sentence of a row about a past that nobody has shown: neither a gain nor a loss by itself. */
export const unknownPastReason: Sentence = {
  en: 'Changes files of which nothing was seen before',
  zh: '所改文件此前未出现过',
};

/** The row that stands for the model's starting point. */
export const baseReason: Sentence = { en: 'Where every contribution starts', zh: '所有贡献的起点' };

/** The names of the dimensions. */
export const dimensionNames: Readonly<Record<Dimension, Sentence>> = {
  quality: { en: 'Quality', zh: '质量' },
  quantity: { en: 'Quantity', zh: '数量' },
  impact: { en: 'Impact', zh: '影响' },
  value: { en: 'Value', zh: '价值' },
};

const unitOf = new Map<FeatureId, FeatureUnit>(features.map(({ id, unit }) => [id, unit]));

/** The number to show for a feature's value: thousandths as whole percent, all else as it is. */
export function reasonNumber(id: FeatureId, value: number): number {
  return unitOf.get(id) === 'permille' ? Math.floor(value / 10) : value;
}
