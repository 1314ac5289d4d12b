/** 资金随时间或分页流出金库时所用的语句。 */
import type { flowsEn } from './flows.en.ts';

export const flowsZh = {
  'event.streams.opened': '{payer} 向 {payee} 开设了 {deposit} 的流式支付',
  'event.streams.toppedUp': '{payer} 为给 {payee} 的流式支付追加了 {amount}',
  'event.streams.claimed': '{payee} 从 {payer} 的流式支付收到 {amount}',
  'event.streams.canceled': '{payer} 终止了一笔流式支付：{payee} 得到 {amount}，{returned} 退回 {payer}',
  'txKind.streams.open': '开设流式支付',
  'txKind.streams.topUp': '追加流式支付',
  'txKind.streams.claim': '领取流式支付已到账部分',
  'txKind.streams.cancel': '终止流式支付',
  'event.payouts.opened': '{payer} 为分 {pages} 页的发放预留了 {total}',
  'event.payouts.pagePaid': '发放的第 {page} 页向 {payments} 个账户支付了 {amount}',
  'event.payouts.paid': '{account} 从一次发放收到 {amount}',
  'event.payouts.closed': '一次发放结束，{returned} 退回 {payer}',
  'txKind.payouts.open': '设立发放',
  'txKind.payouts.payPage': '支付发放的一页',
  'txKind.payouts.close': '结束发放',
  'event.treasury.limitSet': '自下次更新起，每个周期最多有 {perEpoch} 可离开金库',
  'event.treasury.limitLifted': '金库的支出上限随下次更新取消',
  'event.treasury.limitRenewed': '第 {epoch} 周期的支出上限已更新为 {amount}',
  'txKind.treasury.setLimit': '设定支出上限',
  'txKind.treasury.liftLimit': '取消支出上限',
  'txKind.treasury.renewLimit': '更新支出上限',
} satisfies Record<keyof typeof flowsEn, string>;
