/** Why a score is what it is, in words: one sentence per feature for a gain and for a loss, in English and 中文 (ICU messages). */
import type { Dimension } from './attestation.ts';
import { type FeatureId, features } from './features.ts';
import type { FeatureUnit } from './featureUnits.ts';

/** A sentence in both languages; `{n}` is the number that `reasonNumber` gives. */
export type Sentence = { en: string; zh: string };

/** The sentences of a feature: for rows that add to a score, and for rows that take away. */
export type Reason = { gain: Sentence; loss: Sentence };

/** English with a singular and a plural, `#` standing for the number. */
const plural = (one: string, other: string) => `{n, plural, one {${one}} other {${other}}}`;
const pair = (gainEn: string, gainZh: string, lossEn: string, lossZh: string): Reason => ({
  gain: { en: gainEn, zh: gainZh },
  loss: { en: lossEn, zh: lossZh },
});

const patchReasons = {
  novelUnits: pair(
    plural('Adds # unit of new work', 'Adds # units of new work'),
    '新增 {n} 个单位的新内容',
    '{n, plural, =0 {Adds nothing new} one {Adds only # unit of new work} other {Adds only # units of new work}}',
    '{n, plural, =0 {没有新增内容} other {仅新增 # 个单位的新内容}}',
  ),
  codeLines: pair(
    plural('Adds # new line of code', 'Adds # new lines of code'),
    '新增 {n} 行代码',
    plural(
      'Adds # line, and longer changes are likelier to need fixes',
      'Adds # lines, and longer changes are likelier to need fixes',
    ),
    '新增 {n} 行代码，改动越长越可能需要修复',
  ),
  testLines: pair(
    plural('Adds # new line of tests', 'Adds # new lines of tests'),
    '新增 {n} 行测试',
    plural(
      'Adds # test line, as changes built on less often do',
      'Adds # test lines, as changes built on less often do',
    ),
    '新增 {n} 行测试，此类改动较少被沿用',
  ),
  guideWords: pair(
    plural('Adds # new phrase to documentation', 'Adds # new phrases to documentation'),
    '文档新增 {n} 个短语',
    plural(
      'Adds # phrase to documentation, which scores less here',
      'Adds # phrases to documentation, which score less here',
    ),
    '文档新增 {n} 个短语，在此项得分较低',
  ),
  removedLines: pair(
    plural('Removes # line of code', 'Removes # lines of code'),
    '删除 {n} 行代码',
    plural(
      'Removes # line, as changes that last less long do',
      'Removes # lines, as changes that last less long do',
    ),
    '删除 {n} 行代码，此类改动往往留存较短',
  ),
  knownShare: pair(
    'Reuses the form of existing lines in {n}% of its lines',
    '{n}% 的新增行沿用已有写法',
    'Adds {n}% of its lines in a form seen before',
    '{n}% 的新增行与已有写法相同',
  ),
  movedShare: pair(
    'Moves {n}% of its lines without changing them',
    '{n}% 的新增行只是移动位置',
    'Only moves or indents {n}% of its lines',
    '{n}% 的新增行只是移动或缩进',
  ),
  repeatedShare: pair(
    'Repeats {n}% of its lines, as lasting changes often do',
    '{n}% 的新增行为重复行，长久改动常如此',
    'Repeats {n}% of its lines within the patch',
    '{n}% 的新增行在补丁内重复',
  ),
  replacedShare: pair(
    'Replaces code: {n}% of the changed lines are removals',
    '替换已有代码，删除行占 {n}%',
    'Removes much: {n}% of the changed lines are removals',
    '删除较多，删除行占 {n}%',
  ),
  codeFiles: pair(
    plural('Changes # source file', 'Changes # source files'),
    '改动 {n} 个源文件',
    plural(
      'Changes # source file, which makes later fixes likelier',
      'Changes # source files, which makes later fixes likelier',
    ),
    '改动 {n} 个源文件，后续更可能需要修复',
  ),
  testFiles: pair(
    plural('Changes # test file', 'Changes # test files'),
    '改动 {n} 个测试文件',
    plural('Changes # test file, which scores less here', 'Changes # test files, which score less here'),
    '改动 {n} 个测试文件，在此项得分较低',
  ),
  guideFiles: pair(
    plural('Updates # documentation file', 'Updates # documentation files'),
    '更新 {n} 个文档文件',
    plural(
      'Changes # documentation file, which scores less here',
      'Changes # documentation files, which score less here',
    ),
    '改动 {n} 个文档文件，在此项得分较低',
  ),
  settingsFiles: pair(
    plural('Changes # settings file', 'Changes # settings files'),
    '改动 {n} 个配置文件',
    plural(
      'Changes # settings file, which makes later fixes likelier',
      'Changes # settings files, which makes later fixes likelier',
    ),
    '改动 {n} 个配置文件，后续更可能需要修复',
  ),
  newFiles: pair(
    plural('Adds # new file', 'Adds # new files'),
    '新增 {n} 个文件',
    plural(
      'Adds # file, and new files are likelier to need fixes',
      'Adds # files, and new files are likelier to need fixes',
    ),
    '新增 {n} 个文件，后续更可能需要修复',
  ),
  deletedFiles: pair(
    plural('Deletes # file', 'Deletes # files'),
    '删除 {n} 个文件',
    plural(
      'Deletes # file, which makes later fixes likelier',
      'Deletes # files, which makes later fixes likelier',
    ),
    '删除 {n} 个文件，后续更可能需要修复',
  ),
  folders: pair(
    plural('Stays within # folder', 'Works across # folders'),
    '涉及 {n} 个目录',
    plural(
      'Touches # folder, which makes later fixes likelier',
      'Touches # folders at once, which makes later fixes likelier',
    ),
    '一次改动 {n} 个目录，后续更可能需要修复',
  ),
  areas: pair(
    plural('Stays within # area of the project', 'Works across # areas of the project'),
    '涉及项目的 {n} 个部分',
    plural(
      'Touches # area, which makes later fixes likelier',
      'Touches # areas at once, which makes later fixes likelier',
    ),
    '一次改动项目的 {n} 个部分，更可能需要修复',
  ),
  evenFiles: pair(
    plural('Keeps its new lines in about # file', 'Spreads its new lines evenly over about # files'),
    '新增行集中在约 {n} 个文件',
    plural(
      'Puts new lines in about # file, where fixes are likelier',
      'Spreads new lines over about # files, where fixes are likelier',
    ),
    '新增行分散在约 {n} 个文件，更可能需要修复',
  ),
  places: pair(
    plural('Changes # place', 'Changes # places'),
    '改动 {n} 处',
    plural(
      'Changes # place, where later fixes are likelier',
      'Changes # separate places, which makes later fixes likelier',
    ),
    '改动分散在 {n} 处，后续更可能需要修复',
  ),
  controlShare: pair(
    'Branches or loops in {n}% of its new lines',
    '{n}% 的新增行含分支或循环',
    'Branches in {n}% of its new lines, where fixes are likelier',
    '{n}% 的新增行含分支，更可能需要修复',
  ),
  errorShare: pair(
    'Handles errors in {n}% of its new lines',
    '{n}% 的新增行处理错误',
    'Handles errors in {n}% of its lines, where fixes are likelier',
    '{n}% 的新增行处理错误，此处更可能需要修复',
  ),
  asyncShare: pair(
    'Waits or runs concurrently in {n}% of its new lines',
    '{n}% 的新增行涉及异步',
    'Runs concurrently in {n}% of its lines, where fixes are likelier',
    '{n}% 的新增行涉及异步，更可能需要修复',
  ),
  suppressionLines: pair(
    plural('Marks # line as open or exempt', 'Marks # lines as open or exempt'),
    '标注了 {n} 行待办或豁免',
    plural(
      'Silences a checker or leaves work open in # line',
      'Silences a checker or leaves work open in # lines',
    ),
    '有 {n} 行屏蔽检查或留下待办',
  ),
  assertions: pair(
    plural('Asserts behaviour in # new test line', 'Asserts behaviour in # new test lines'),
    '新增 {n} 行测试断言',
    plural(
      'Asserts in # test line, which scores less here',
      'Asserts in # test lines, which score less here',
    ),
    '新增 {n} 行断言，在此项得分较低',
  ),
  newSymbols: pair(
    plural('Introduces # function, class or type', 'Introduces # functions, classes or types'),
    '引入 {n} 个函数、类或类型',
    plural(
      'Introduces # function, class or type, where fixes are likelier',
      'Introduces # functions, classes or types, where fixes are likelier',
    ),
    '引入 {n} 个函数、类或类型，更可能需要修复',
  ),
  newNames: pair(
    plural('Introduces # new name', 'Introduces # new names'),
    '引入 {n} 个新名称',
    plural(
      'Introduces # new name, which makes later fixes likelier',
      'Introduces # new names, which makes later fixes likelier',
    ),
    '引入 {n} 个新名称，后续更可能需要修复',
  ),
  longestBlock: pair(
    plural('Keeps its longest block to # line', 'Keeps its longest block to # lines'),
    '最长代码块为 {n} 行',
    plural('Adds # line in one block', 'Adds # lines in one block'),
    '在同一代码块中连续新增 {n} 行',
  ),
  deepestLevel: pair(
    plural('Nests at most # level deep', 'Nests at most # levels deep'),
    '嵌套最多 {n} 层',
    plural('Nests # level deep', 'Nests # levels deep'),
    '嵌套深达 {n} 层',
  ),
  untestedBranches: pair(
    plural('Adds # branch in a patch without test lines', 'Adds # branches in a patch without test lines'),
    '新增 {n} 个分支，补丁中无测试行',
    plural(
      'Leaves # new branch without a test in the patch',
      'Leaves # new branches without a test in the patch',
    ),
    '有 {n} 个新分支在补丁中没有测试',
  ),
};

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
