/** 凭信念值支付的资助申请：中文。 */
import type { convictionEn } from './conviction.en.ts';

export const convictionZh = {
  'actionKind.conviction.setRule': '凭信念值支付资助申请',
  'actionKind.conviction.liftRule': '不再凭信念值支付资助申请',
  'actionKind.conviction.cancel': '终止资助申请',
  'action.setConviction':
    '凭信念值支付不足金库 {maxRatio} 的申请，信念值经 {halfLife} 达到其最终值的一半；权重 {weight}，每项至少有 {minimum} 支持',
  'action.liftConviction': '不再凭信念值支付资助申请',
  'action.cancelRequest': '终止资助申请 {request}',
  'field.weightPpm': '权重 ρ（%）：越大，每项申请所需的信念值越高',
  'field.maxRatioPpm': '任何申请都不得达到的金库份额 β（%）',
  'field.minimumStake': '最小的申请也需要的质押，以 {symbol} 计',
  'field.request': '资助申请（编号）',
  'txKind.conviction.setRule': '凭信念值支付资助申请',
  'txKind.conviction.liftRule': '不再凭信念值支付资助申请',
  'txKind.conviction.request': '申请资助',
  'txKind.conviction.support': '支持资助申请',
  'txKind.conviction.execute': '支付资助申请',
  'txKind.conviction.cancel': '终止资助申请',
  'event.conviction.ruleSet': '从现在起凭信念值支付资助申请',
  'event.conviction.ruleLifted': '不再凭信念值支付资助申请',
  'event.conviction.requested': '{author} 申请向 {beneficiary} 支付 {amount}',
  'event.conviction.supported': '{account} 以 {amount} 质押支持一项资助申请',
  'event.conviction.funded': '{beneficiary} 从一项资助申请收到 {amount}',
  'event.conviction.canceled': '{sender} 终止了一项资助申请',
} as const satisfies Record<keyof typeof convictionEn, string>;
