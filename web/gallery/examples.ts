/** Example values for the gallery; made up, and in no production build. */
import type { BlockPhase, WorkerSpans } from '../components/BlockGantt.tsx';
import type { LaneLoad } from '../components/LaneGrid.tsx';
import type { ScorerAnswer } from '../components/ScorersPanel.tsx';
import type { Reason } from '../components/waterfallRows.ts';
import type { Token } from '../formats.ts';

export const token: Token = { symbol: 'MRT', decimals: 6 };

/** A 32-byte value in hex, different for each seed and the same each time. */
export function exampleHex(seed: number): string {
  let state = (seed * 2_654_435_761) >>> 0;
  let text = '';
  while (text.length < 64) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += (state >>> 8).toString(16).padStart(6, '0').slice(0, 4);
  }
  return text;
}

export const base: Reason = { id: 'base', sentence: 'Where every fix in this project starts', points: 4100 };

export const reasons: readonly Reason[] = [
  { id: 'hot', sentence: 'Replaces code that was changed 6 times in 90 days', points: 1183 },
  { id: 'tests', sentence: 'Adds 4 tests for the new behaviour', points: 957 },
  { id: 'called', sentence: 'Introduces 3 functions that other files already call', points: 714 },
  { id: 'short', sentence: 'Keeps each changed function short', points: 242 },
  { id: 'folders', sentence: 'Touches 4 folders at once, which made later fixes likelier', points: -384 },
  { id: 'branches', sentence: 'Leaves 2 new branches without a test', points: -291 },
  { id: 'errors', sentence: 'Handles 2 error paths that were left open', points: 33 },
  { id: 'steps', sentence: 'Describes the problem with steps to repeat it', points: 12 },
  { id: 'repeat', sentence: 'Repeats 38 lines that exist elsewhere', points: -41 },
];

export const reasonsZh: Readonly<Record<string, string>> = {
  base: '本项目中修复类贡献的起点',
  hot: '替换了 90 天内被改动 6 次的代码',
  tests: '为新行为新增 4 个测试',
  called: '引入了 3 个已被其他文件调用的函数',
  short: '改动后的每个函数都很短',
  folders: '一次改动 4 个目录，往往会带来后续修复',
  branches: '有 2 个新分支没有测试',
  errors: '处理了 2 条此前遗漏的错误路径',
  steps: '附有可复现问题的步骤',
  repeat: '重复了 38 行已有代码',
};

export const answers: readonly ScorerAnswer[] = [652, 652, 648, 671].map((score, index) => ({
  scorer: exampleHex(index + 20),
  score: score * 10,
  timeMs: Date.UTC(2026, 10, 22, 13, 2, 8 + index),
  bond: 500_000_000n,
  ...(index === 0 ? { name: 'Harbour Scoring' } : {}),
}));

export const lanes: readonly LaneLoad[] = Array.from({ length: 256 }, (_, lane) => {
  const drawn = Number.parseInt(exampleHex(lane).slice(8, 12), 16) / 65_535;
  return {
    lane,
    load: Math.floor(240 * drawn ** 3),
    worker: lane % 8,
  };
});

export const workers: readonly WorkerSpans[] = Array.from({ length: 4 }, (_, worker) => {
  const spans: readonly [BlockPhase, number, number][] = [
    ['group', 112, 136],
    ['execute', 142, 240 + 4 * worker],
    ['commit', 260, 292],
    ['roots', 294, 310],
  ];
  return { worker, spans: spans.map(([phase, startMs, endMs]) => ({ phase, startMs, endMs })) };
});
