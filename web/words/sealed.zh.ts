/** 投票期间密封、结束后开启的选票：中文。 */
import type { sealedEn } from './sealed.en.ts';
export const sealedZh = {
  'proposal.state.revealing': '开票中',
  'proposal.answer.sealed': '选票已密封：目前没有人知道结果。投票 {when}结束。',
  'proposal.answer.revealing':
    '投票已结束，正在开启密封选票：目前赞成率 {approval}，计入法定人数的有 {counted}，需要 {quorum}。开票 {when}结束。',
  'proposal.ballotsOpened': '密封选票开启完毕',
  'sealed.standing': '密封选票在投票结束后开启时计入。',
  'sealed.seal': '密封我的选票',
  'sealed.sealAgain': '密封另一张以替换',
  'sealed.note':
    '投票期间没有人能看到你的选择。结束后请回来开启：一直密封的选票不计入。此浏览器保存着开启所需的密钥。',
  'sealed.sealHappens': '你对“{title}”的选票将以密封形式上链；你的选择留在此处。',
  'sealed.sealRule': '投票结束前可以另行密封，结束后须由你开启。',
  'sealed.sealedHere': '你密封的选择：{choice}。',
  'sealed.sealedElsewhere': '你在另一个浏览器中密封了选票。请在结束后于那里开启，或在此另行密封以替换。',
  'sealed.open': '开启我的选票，计 {power}',
  'sealed.openNote': '开启后即计入，永久公开。',
  'sealed.elsewhere': '这张选票是在另一个浏览器中密封的。请在那里开启，否则不计入。',
  'sealed.none': '你没有密封选票。',
  'track.more.sealed': '选票在投票结束前保持密封，并须在其后 {reveal} 内开启。',
  'field.revealMs': '秘密投票：投票期间密封，并在其后此时间内开启',
  'proposals.opening': '开票 {when}结束',
  'txKind.proposals.sealBallot': '密封选票',
  'txKind.proposals.openBallot': '开启密封选票',
  'event.proposals.sealed': '{voter} 对{proposal}密封了一张选票',
} as const satisfies Record<keyof typeof sealedEn, string>;
