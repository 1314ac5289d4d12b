/** How high the columns of the newest blocks stand, so that one slow block does not press all others flat. */

/** A column higher than so many medians is cut: a first block after a start takes that long. */
const mediansMax = 4;

/** Milliseconds at the top of the picture, above 0; and how many of the blocks are higher. */
export function blockScale(totalsMs: readonly number[]): { readonly topMs: number; readonly cut: number } {
  const sorted = [...totalsMs].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const most = sorted.at(-1) ?? 0;
  const topMs = median > 0 ? Math.min(most, mediansMax * median) : most;
  return { topMs: topMs > 0 ? topMs : 1, cut: sorted.filter((one) => one > topMs).length };
}
