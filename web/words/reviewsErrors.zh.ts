/** 复核模块的错误代码对应的中文语句。 */

/** 代码 → 说明事实的一句话。 */
export const reviewsErrorsZh: Readonly<Record<string, string>> = {
  'reviews.daoNotFound': '没有此编号的 DAO。',
  'reviews.notTheDao': '只有 DAO 自己可以通过已执行的提案这样做。',
  'reviews.notFound': '没有与这些数值相符的待复核工作。',
  'reviews.notDrawn': '这项工作没有被抽中复核。',
  'reviews.alreadyOpen': '这项工作的复核已经开始。',
  'reviews.notScored': '这项工作没有可供对照的得分。',
  'reviews.notReviewer': '只有 DAO 的评审者可以评级。',
  'reviews.ownWork': '不能为自己的工作评级。',
  'reviews.alreadyCommitted': '该评审者已密封了对这项工作的评级。',
  'reviews.full': '已有两位评审者密封了对这项工作的评级。',
  'reviews.notCommitted': '该评审者没有密封对这项工作的评级。',
  'reviews.alreadyRevealed': '该评审者已公开了对这项工作的评级。',
  'reviews.revealTooEarly': '两位评审者都密封之后才公开评级。',
  'reviews.recalibrationOff': '这个 DAO 不以评级修正得分。',
  'reviews.wrongEpoch': '这个周期现在不在进行。',
  'reviews.alreadyRecalibrated': '下一周期的得分已经修正。',
  'reviews.tooFewRatings': '没有任何维度有足够多且足够一致的评级。',
  'reviews.commitDiffers': '这些评级与密封的不一致。',
};
