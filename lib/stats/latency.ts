/**
 * Latencies are counted in buckets, each a quarter wider than the one before: from 10 ms to six days
 * in 80 steps. So they can be added up, and a percentile is right to within such a step.
 */
export const LATENCY_FIRST_MS = 10;
export const LATENCY_GROWTH = 1.25;
export const LATENCY_LAST_BUCKET = 80;

/** The longest latency of a bucket, in milliseconds. */
const endOf = (bucket: number) => LATENCY_FIRST_MS * LATENCY_GROWTH ** bucket;

/**
 * The latency that this share of all does not exceed, in whole milliseconds; null when there are none.
 * @param counts how many there are in each bucket, by its number
 * @param share from 0 to 1
 */
export function percentileMs(counts: ReadonlyMap<number, number>, share: number): number | null {
  const buckets = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  let before = 0;
  for (const [bucket, count] of buckets) {
    if (before + count >= share * total) {
      const begin = bucket === 0 ? 0 : endOf(bucket - 1);
      // As if the bucket's latencies lay evenly within it.
      const within = Math.max(0, share * total - before) / count;
      return Math.round(begin + (endOf(bucket) - begin) * within);
    }
    before += count;
  }
  return null;
}
