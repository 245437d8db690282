/** The median. */
export function middle(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** How many times longer `theirs` took than `ours`: round by round, which outlives a noisy minute, and at their best. */
export function compare(ours, theirs) {
  return {
    ratio: middle(ours.map((ms, round) => theirs[round] / ms)),
    best: Math.min(...theirs) / Math.min(...ours),
  };
}
