/** Two figures of merit: area under the curve for yes-or-no outcomes, rank correlation for the rest. */

/** Ranks from 1, ties sharing their mean. */
function ranksOf(values: readonly number[]): number[] {
  const order = values
    .map((value, index) => ({ value, index }))
    .sort((a, b) => a.value - b.value || a.index - b.index);
  const ranks = values.map(() => 0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && order[end]?.value === order[start]?.value) end += 1;
    for (const { index } of order.slice(start, end)) ranks[index] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/** Probability that a positive has the higher value, ties counting half; NaN without both outcomes. */
export function areaUnderCurve(values: readonly number[], outcomes: readonly number[]): number {
  const ranks = ranksOf(values);
  const positives = outcomes.filter((outcome) => outcome === 1).length;
  const rankSum = ranks.reduce((sum, rank, index) => sum + (outcomes[index] === 1 ? rank : 0), 0);
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (outcomes.length - positives));
}

/** Spearman's rank correlation; 0 where one side is constant. */
export function rankCorrelation(left: readonly number[], right: readonly number[]): number {
  const a = ranksOf(left);
  const b = ranksOf(right);
  const mean = (left.length + 1) / 2;
  let both = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  a.forEach((rank, index) => {
    const other = (b[index] ?? 0) - mean;
    both += (rank - mean) * other;
    leftSquares += (rank - mean) ** 2;
    rightSquares += other ** 2;
  });
  return leftSquares * rightSquares === 0 ? 0 : both / Math.sqrt(leftSquares * rightSquares);
}
