/** 结果的中文词句：已接受的工作后来怎样。 */
import type { outcomesEn } from './outcomes.en.ts';

export const outcomesZh = {
  'event.outcomes.committed': '{scorer} 密封了{contribution}的结果',
  'event.outcomes.revealed': '{scorer} 揭示了{contribution}的结果',
  'event.outcomes.measured': '委员会核实了 {author} 的{contribution}：释放 {released}，退回预算 {returned}',
  'txKind.outcomes.commit': '密封结果',
  'txKind.outcomes.reveal': '揭示结果',

  'outcome.title': '结果',
  'outcome.formula':
    '释放比例：仍保留的行所占份额，再减去被撤回的行，每有一位其他作者沿用另加十分之一。其余退回预算。',
  'outcome.waits': '{amount} 留存至 {from}，届时由评分者核实工作的结果。',
  'outcome.measuring': '评分者正在核实工作的结果。{amount} 留存；若到 {until} 仍未核实，则全部释放。',
  'outcome.missed': '评分者未能按时核实结果，因此不再留存任何款项。',
  'outcome.answered': '{committed} 位已承诺，{revealed} 位已揭示；需要 {quorum} 位。',
  'outcome.lines': '带来的行',
  'outcome.standing': '仍保留的行',
  'outcome.reverted': '被撤回的行',
  'outcome.adopters': '沿用它的其他作者',
  'outcome.released': '已释放',
  'outcome.paid': '立即支付与按结果释放',
  'outcome.returned': '退回预算',

  'contribution.answer.held':
    '质量得 {score} 分。{total} 中已有 {paid} 归 {name} 所有，其余留待 {outcome} 核实结果。',
  'contribution.answer.measured':
    '质量得 {score} 分。{total} 中已有 {paid} 归 {name} 所有，其余按结果退回预算。',
  'contribution.timeline.outcome': '核实结果',
  'contribution.timeline.measured': '结果已核实',

  'rewards.heldTitle': '留待结果',
  'rewards.heldWhen': '核实时间',
  'rewards.held': '留存',
} as const satisfies Record<keyof typeof outcomesEn, string>;
