/** 结果模块的错误代码对应的中文语句。 */

/** 代码 → 说明事实的一句话。 */
export const outcomesErrorsZh: Readonly<Record<string, string>> = {
  'outcomes.notFound': '没有与这些数值相符的贡献。',
  'outcomes.daoNotFound': '没有此编号的 DAO。',
  'outcomes.notInCommittee': '该账户不是此 DAO 的评分者。',
  'outcomes.notBonded': '没有保证金的评分者不能核实结果。',
  'outcomes.notAccepted': '这项工作未被接受，因此没有结果。',
  'outcomes.alreadyMeasured': '这项工作的结果已经核实。',
  'outcomes.nothingHeld': '这项工作没有款项留待结果。',
  'outcomes.tooEarly': '核实此结果的时间未到。',
  'outcomes.tooLate': '核实此结果的时间已过，留存的款项已全部释放。',
  'outcomes.alreadyCommitted': '该评分者已对此结果作出承诺。',
  'outcomes.committingClosed': '揭示已经开始，不能再对此结果作出承诺。',
  'outcomes.notCommitted': '该评分者没有对此工作的结果作出承诺。',
  'outcomes.alreadyRevealed': '该评分者已揭示此结果。',
  'outcomes.commitDiffers': '这些事实与承诺的不一致。',
  'outcomes.revealTooEarly': '全部承诺之后，或达到法定人数片刻之后，才开始揭示。',
  'outcomes.factsDoNotFit': '保留的行与被撤回的行之和超过了工作带来的行。',
};
