/** 流式支付、分页发放等模块的错误代码对应的中文语句。 */

/** 代码 → 说明事实的一句话。 */
export const flowsErrorsZh: Readonly<Record<string, string>> = {
  'streams.notFound': '没有与这些数值相符的流式支付。',
  'streams.zeroAmount': '数量必须大于零。',
  'streams.wrongTimes': '流式支付须依次开始、越过门槛、结束，且结束时间不得早于原定时间。',
  'streams.aboveDeposit': '一次到账的部分超过了整笔流式支付。',
  'streams.tooMuch': '一笔流式支付一生最多承载 2^96 − 1 个单位。',
  'streams.notPayer': '只有这笔流式支付的付款方可以这样做。',
  'streams.notCancelable': '这笔流式支付开设时即定为不可终止。',
  'streams.ended': '这笔流式支付已付清或已终止。',
  'streams.nothingToClaim': '这笔流式支付目前没有新到账的部分。',
  'payouts.notFound': '没有与这些数值相符的发放。',
  'payouts.zeroAmount': '数量必须大于零。',
  'payouts.closesTooSoon': '发放的截止时间须晚于设立时间。',
  'payouts.wrongPage': '这些付款不是所决定名单的这一页。',
  'payouts.alreadyPaid': '这一页已经支付。',
  'payouts.closed': '支付这次发放各页的时间已过。',
  'payouts.notDue': '这次发放的各页仍可支付。',
  'payouts.alreadyClosed': '这次发放已经结束。',
  'payouts.remainderDiffers': '数量与这次发放所余不符。',
  'treasury.noLimit': '此 DAO 对这种代币没有支出上限。',
  'treasury.alreadyRenewed': '这个周期的支出上限已经更新。',
  'treasury.leftDiffers': '数量与尚可支出的不符。',
  'treasury.limitNotRenewed': '这个周期的支出上限尚未更新，任何人都可以发送 treasury.renewLimit。',
};
