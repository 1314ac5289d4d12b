/** Why a patch scores what it scores, in words: a sentence for a gain and one for a loss of each of its features. */

import type { ChangeFeatureId } from './change/changeFeatures.ts';
import { pair, plural, type Reason } from './reasonForms.ts';

/** The sentences of what only patches have, and of units of new work. */
export const patchReasons = {
  novelUnits: pair(
    plural('Adds # unit of new work', 'Adds # units of new work'),
    '新增 {n} 个单位的新内容',
    '{n, plural, =0 {Adds nothing new} one {Adds only # unit of new work} other {Adds only # units of new work}}',
    '{n, plural, =0 {没有新增内容} other {仅新增 # 个单位的新内容}}',
  ),
  novelCode: pair(
    plural(
      'Adds # line of code that is new in text and form',
      'Adds # lines of code that are new in text and form',
    ),
    '新增 {n} 行在文字和结构上都全新的代码',
    plural(
      'Adds # new line of code, where fixes are likelier',
      'Adds # new lines of code, where fixes are likelier',
    ),
    '新增 {n} 行全新代码，更可能需要修复',
  ),
  novelTests: pair(
    plural(
      'Adds # line of tests that is new in text and form',
      'Adds # lines of tests that are new in text and form',
    ),
    '新增 {n} 行全新的测试',
    plural(
      'Adds # test line, as changes built on less often do',
      'Adds # test lines, as changes built on less often do',
    ),
    '新增 {n} 行测试，此类改动较少被沿用',
  ),
  codeWindows: pair(
    plural('Brings # new piece of structure', 'Brings # new pieces of structure'),
    '带来 {n} 处新的代码结构',
    plural(
      'Brings # new piece of structure, where fixes are likelier',
      'Brings # new pieces of structure, where fixes are likelier',
    ),
    '带来 {n} 处新的代码结构，更可能需要修复',
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
  novelWindowShare: pair(
    'Is new in structure for {n}% of what it touches',
    '所涉代码有 {n}% 是新结构',
    'Only {n}% of the structure that it touches is new',
    '所涉代码仅 {n}% 是新结构',
  ),
  windowsPerLine: pair(
    'Fits its new lines well into what stands: {n}%',
    '新增行与已有代码衔接紧密：{n}%',
    'Touches much around its new lines: {n}%',
    '新增行周围改动较多：{n}%',
  ),
  newNames: pair(
    plural('Introduces # new name', 'Introduces # new names'),
    '引入 {n} 个新名称',
    plural(
      'Introduces # new name, where fixes are likelier',
      'Introduces # new names, where fixes are likelier',
    ),
    '引入 {n} 个新名称，更可能需要修复',
  ),
  newNameShare: pair(
    'Of the names that it uses, {n}% are new here',
    '所用名称有 {n}% 是新的',
    'Uses {n}% new names, where fixes are likelier',
    '所用名称有 {n}% 是新的，更可能需要修复',
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
  symbolDensity: pair(
    'Declares something in {n}% of its added lines',
    '{n}% 的新增行声明了新内容',
    'Declares something in only {n}% of its added lines',
    '仅 {n}% 的新增行声明了新内容',
  ),
  distinctTokens: pair(
    plural('Says # different thing in its new lines', 'Says # different things in its new lines'),
    '新增行包含 {n} 个不同的词',
    plural(
      'Says # different thing, where fixes are likelier',
      'Says # different things, where fixes are likelier',
    ),
    '新增行包含 {n} 个不同的词，更可能需要修复',
  ),
  removedLines: pair(
    plural('Removes # line', 'Removes # lines'),
    '删除 {n} 行',
    plural(
      'Removes # line, as changes that last less long do',
      'Removes # lines, as changes that last less long do',
    ),
    '删除 {n} 行，此类改动往往留存较短',
  ),
  removedOrigins: pair(
    plural('Replaces lines of # earlier change', 'Replaces lines of # earlier changes'),
    '替换了 {n} 次早先改动的代码行',
    plural(
      'Replaces lines of # earlier change, where fixes are likelier',
      'Replaces lines of # earlier changes, where fixes are likelier',
    ),
    '替换了 {n} 次早先改动的代码行，更可能需要修复',
  ),
  replacedShare: pair(
    'Replaces code: removes {n} lines per 100 added',
    '替换已有代码：每新增 100 行删除 {n} 行',
    'Removes {n} lines for each 100 that it adds',
    '每新增 100 行就删除 {n} 行',
  ),
  youngRemovedShare: pair(
    'Of the lines that it replaces, {n}% are recent',
    '被替换的行有 {n}% 是近期写的',
    'Replaces {n}% recent lines: this place is still moving',
    '被替换的行有 {n}% 是近期写的，此处仍在变动',
  ),
  removedAge: pair(
    plural('Replaces lines that stood for # change', 'Replaces lines that stood for # changes'),
    '被替换的行经历了 {n} 次改动',
    plural(
      'Replaces lines that stood for # change, where fixes are likelier',
      'Replaces lines that stood for # changes, where fixes are likelier',
    ),
    '被替换的行经历了 {n} 次改动，更可能需要修复',
  ),
  deepestIndent: pair(
    plural('Is indented by at most # column', 'Is indented by at most # columns'),
    '缩进最多 {n} 列',
    plural(
      'Is nested as deep as # column, where fixes are likelier',
      'Is nested as deep as # columns, where fixes are likelier',
    ),
    '嵌套深达 {n} 列，更可能需要修复',
  ),
  lineLength: pair(
    'Keeps its lines to {n} tenths of a character',
    '新增行平均长度（十分之一字符）：{n}',
    'Writes long lines: {n} tenths of a character each',
    '新增行较长，平均（十分之一字符）：{n}',
  ),
  branchDensity: pair(
    'Branches {n} times in 100 added lines',
    '每 100 行新增代码有 {n} 个分支',
    'Branches {n} times in 100 added lines, where fixes are likelier',
    '每 100 行新增代码有 {n} 个分支，更可能需要修复',
  ),
  riskShare: pair(
    'Marks {n}% of its added lines as open or exempt',
    '{n}% 的新增行标注了待办或豁免',
    'Silences a checker or leaves work open in {n}% of lines',
    '{n}% 的新增行屏蔽检查或留下待办',
  ),
  asyncShare: pair(
    'Waits or runs concurrently in {n}% of its added lines',
    '{n}% 的新增行涉及异步',
    'Runs concurrently in {n}% of its lines, where fixes are likelier',
    '{n}% 的新增行涉及异步，更可能需要修复',
  ),
  errorShare: pair(
    'Handles errors in {n}% of its added lines',
    '{n}% 的新增行处理错误',
    'Handles errors in {n}% of its lines, where fixes are likelier',
    '{n}% 的新增行处理错误，更可能需要修复',
  ),
  assertions: pair(
    plural('Asserts behaviour in # added test line', 'Asserts behaviour in # added test lines'),
    '新增 {n} 行测试断言',
    plural(
      'Asserts in # test line, which scores less here',
      'Asserts in # test lines, which score less here',
    ),
    '新增 {n} 行断言，在此项得分较低',
  ),
  codeFiles: pair(
    plural('Changes # source file', 'Changes # source files'),
    '改动 {n} 个源文件',
    plural(
      'Changes # source file, where fixes are likelier',
      'Changes # source files, where fixes are likelier',
    ),
    '改动 {n} 个源文件，更可能需要修复',
  ),
  testFiles: pair(
    plural('Changes # test file', 'Changes # test files'),
    '改动 {n} 个测试文件',
    plural('Changes # test file, which scores less here', 'Changes # test files, which score less here'),
    '改动 {n} 个测试文件，在此项得分较低',
  ),
  configFiles: pair(
    plural('Changes # settings file', 'Changes # settings files'),
    '改动 {n} 个配置文件',
    plural(
      'Changes # settings file, where fixes are likelier',
      'Changes # settings files, where fixes are likelier',
    ),
    '改动 {n} 个配置文件，更可能需要修复',
  ),
  docsFiles: pair(
    plural('Updates # documentation file', 'Updates # documentation files'),
    '更新 {n} 个文档文件',
    plural(
      'Changes # documentation file, which scores less here',
      'Changes # documentation files, which score less here',
    ),
    '改动 {n} 个文档文件，在此项得分较低',
  ),
  areas: pair(
    plural('Stays within # area of the project', 'Works across # areas of the project'),
    '涉及项目的 {n} 个部分',
    plural('Touches # area, where fixes are likelier', 'Touches # areas at once, where fixes are likelier'),
    '一次改动项目的 {n} 个部分，更可能需要修复',
  ),
  folders: pair(
    plural('Stays within # folder', 'Works across # folders'),
    '涉及 {n} 个目录',
    plural(
      'Touches # folder, where fixes are likelier',
      'Touches # folders at once, where fixes are likelier',
    ),
    '一次改动 {n} 个目录，更可能需要修复',
  ),
  evenFiles: pair(
    'Spreads its lines as over {n} hundredths of a file',
    '改动行的分散度（百分之一个文件）：{n}',
    'Spreads its lines widely ({n} hundredths of a file)',
    '改动行较分散（百分之一个文件）：{n}',
  ),
  fileLength: pair(
    plural('Works in files of # line on average', 'Works in files of # lines on average'),
    '所改文件平均 {n} 行',
    plural(
      'Works in files of # line on average, where fixes are likelier',
      'Works in files of # lines on average, where fixes are likelier',
    ),
    '所改文件平均 {n} 行，更可能需要修复',
  ),
  fileAuthors: pair(
    plural('Works on code that # person wrote', 'Works on code that # people wrote'),
    '所改代码由 {n} 人写成',
    plural(
      'Works on code that # person wrote, where fixes are likelier',
      'Works on code that # people wrote, where fixes are likelier',
    ),
    '所改代码由 {n} 人写成，更可能需要修复',
  ),
  fileAge: pair(
    plural('Returns to files that rested for # change', 'Returns to files that rested for # changes'),
    '所改文件已有 {n} 次改动未动过',
    plural(
      'Returns to files at rest for # change, built on less',
      'Returns to files at rest for # changes, built on less',
    ),
    '所改文件已有 {n} 次改动未动过，较少被沿用',
  ),
  fileChanges: pair(
    plural(
      'Works in files that were changed # time before',
      'Works in files that were changed # times before',
    ),
    '所改文件此前共改动 {n} 次',
    plural(
      'Works in files changed # time before, where fixes are likelier',
      'Works in files changed # times before, where fixes are likelier',
    ),
    '所改文件此前共改动 {n} 次，更可能需要修复',
  ),
  mostChanges: pair(
    plural('Touches a file that was changed # time before', 'Touches a file that was changed # times before'),
    '涉及一个此前改动 {n} 次的文件',
    plural(
      'Touches a file changed # time before, where fixes are likelier',
      'Touches a file changed # times before, where fixes are likelier',
    ),
    '涉及一个此前改动 {n} 次的文件，更可能需要修复',
  ),
  recentChanges: pair(
    plural('Works where # recent change was made', 'Works where # recent changes were made'),
    '此处近期有 {n} 次改动',
    plural(
      'Works where # recent change was made, where fixes are likelier',
      'Works where # recent changes were made, where fixes are likelier',
    ),
    '此处近期有 {n} 次改动，更可能需要修复',
  ),
  fileChurn: pair(
    'Works in files that lost {n} lines per 100 gained',
    '所改文件每增 100 行曾删 {n} 行',
    'Works in files rewritten often: {n} lines lost per 100 gained',
    '所改文件每增 100 行曾删 {n} 行，常被重写',
  ),
  changesPerFile: pair(
    'Works in files that were changed {n} times in 100 files',
    '所改文件平均改动次数（百分之一次）：{n}',
    'Works in files that change often: {n} times in 100',
    '所改文件变动频繁，平均（百分之一次）：{n}',
  ),
  authorShare: pair(
    'Works on files that {n}% of all authors wrote',
    '所改文件由 {n}% 的作者写成',
    'Works where {n}% of all authors did, where fixes are likelier',
    '所改文件由 {n}% 的作者写成，更可能需要修复',
  ),
  newFiles: pair(
    plural('Adds # new file', 'Adds # new files'),
    '新增 {n} 个文件',
    plural(
      'Adds # file, and new files are likelier to need fixes',
      'Adds # files, and new files are likelier to need fixes',
    ),
    '新增 {n} 个文件，更可能需要修复',
  ),
  deletedFiles: pair(
    plural('Deletes # file', 'Deletes # files'),
    '删除 {n} 个文件',
    plural('Deletes # file, where fixes are likelier', 'Deletes # files, where fixes are likelier'),
    '删除 {n} 个文件，更可能需要修复',
  ),
  newFileShare: pair(
    'Of the files that it touches, {n}% are new',
    '所涉文件有 {n}% 是新文件',
    'Touches {n}% new files, where fixes are likelier',
    '所涉文件有 {n}% 是新文件，更可能需要修复',
  ),
  repeatedWindowShare: pair(
    'Repeats {n}% of its structure, as lasting changes often do',
    '{n}% 的结构重复，长久改动常如此',
    'Repeats {n}% of its structure within the patch',
    '{n}% 的结构在补丁内重复',
  ),
  knownLineShare: pair(
    'Reuses known lines for {n}% of what it adds',
    '{n}% 的新增行别处已有',
    'Adds {n}% of its lines as they stand elsewhere already',
    '{n}% 的新增行与别处已有的行相同',
  ),
  movedShare: pair(
    'Moves {n}% of its lines without changing them',
    '{n}% 的新增行只是移动位置',
    'Only moves or indents {n}% of its lines',
    '{n}% 的新增行只是移动或缩进',
  ),
  hasTests: pair(
    'Brings tests',
    '带有测试',
    'Brings tests, which scores less here',
    '带有测试，在此项得分较低',
  ),
  docsPhrases: pair(
    plural('Adds # new phrase to documentation', 'Adds # new phrases to documentation'),
    '文档新增 {n} 个短语',
    plural(
      'Adds # phrase to documentation, which scores less here',
      'Adds # phrases to documentation, which score less here',
    ),
    '文档新增 {n} 个短语，在此项得分较低',
  ),
  isHistoryKnown: pair(
    'Is read beside what the DAO has seen before',
    '结合组织已有的历史来评估',
    'Is measured against what the DAO has seen before',
    '以组织已有的历史为准来衡量',
  ),
} as const satisfies Record<ChangeFeatureId | 'novelUnits', Reason>;
