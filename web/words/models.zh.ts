/** 模型测量数据的用语。 */
import type { modelsEn } from './models.en.ts';

export const modelsZh = {
  'models.figures': '模型的实测表现',
  'models.figuresNote':
    '{count} 个项目的均值；每个项目都由从未见过它、且只学习更早年份的模型评分。结果太少的项目不计入相应指标。给出提交数时，领先是相对提交数而言，否则相对更改行数。小号数字为 95% 区间。',
  'models.noFigures': '此模型没有随附测量数据。',
  'models.figure': '指标',
  'models.model': '模型',
  'models.lines': '更改行数',
  'models.commits': '提交数',
  'models.lead': '领先',
  'models.interval': '{low} 至 {high}',
  'models.fixed': '识别日后被修复的更改：曲线下面积，0.5 为随机',
  'models.fixedEqual': '同上，仅在大小相当的更改之间比较',
  'models.builtOn': '按有多少其他人在其旁继续构建来排序更改：等级相关',
  'models.used': '按有多少其他人使用其引入的内容来排序更改：等级相关',
  'models.quarter': '按其他人如何利用其工作来排序每季度的贡献者：等级相关',
  'models.money': '与按工作实际成效分配相比，会流向他处的资金份额：越低越好',
  'models.calibration': '预测的修复概率与实际的差距：越低越好',

  'models.projects': '逐个项目',
  'models.projectsNote': '实心标记为模型，空心标记为更改行数。越靠右越好。',
  'models.compare': '比较内容',
  'models.short.fixed': '后续修复',
  'models.short.builtOn': '被继续构建',
  'models.short.used': '被使用',
  'models.ahead': '模型在 {count} 个项目中的 {ahead} 个领先。',
  'models.project': '项目',
  'models.asTable': '显示为表格',
  'models.asPlot': '显示为图',

  'models.reliability': '概率是否可信',
  'models.reliabilityNote':
    '更改按预测的后续修复概率分为 {count} 组。落在线上表示实际被修复的比例与预测一致。',
  'models.reliabilityPlot': '预测的修复概率与实际修复比例',
  'models.predicted': '预测',
  'models.observed': '被修复',
  'models.count': '更改数',

  'models.fairness': '各群体是否同等对待',
  'models.fairnessNote':
    '看每个项目得分最高的 30%。比率比较各群体入选的频率，通常的界限为五分之四。差距比较工作最常被他人继续构建的人中有多少入选，界限为十分之一。',
  'models.groups': '群体',
  'models.newcomer': '新人与老成员',
  'models.byKind': '修复与其他工作',
  'models.byLanguage': '代码语言',
  'models.ratio': '比率',
  'models.gap': '差距',
  'models.bounds': '界限',
  'models.kept': '符合',
  'models.keptInPart': '已测部分符合',
  'models.notKept': '不符合',
} satisfies Record<keyof typeof modelsEn, string>;
