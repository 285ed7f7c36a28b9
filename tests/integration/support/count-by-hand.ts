import { db } from "@/lib/db";
import { percentileMs } from "@/lib/stats/latency";
import type { Span } from "@/lib/stats/quarters";
import type { Stats } from "@/lib/stats/read-stats";

/** The figures of bars, counted row by row: slow and plain, to compare with. */
export async function countByHand(bars: readonly Span[]) {
  const live = { isTest: false };
  const orders = await db().order.findMany({ select: { createdAt: true } });
  const runs = await db().run.findMany({ where: live });
  const deliveries = await db().delivery.findMany({ where: live, include: { attempts: true } });
  return bars.map(({ since, until }) => {
    const counts: Record<string, number> = {};
    const add = (measure: string) => {
      counts[measure] = (counts[measure] ?? 0) + 1;
    };
    const isWithin = ({ createdAt }: { createdAt: Date }) =>
      createdAt >= since && createdAt < until;
    for (const _ of orders.filter(isWithin)) add("orders");
    for (const run of runs.filter(isWithin)) add(`runs.${run.status}`);
    for (const delivery of deliveries.filter(isWithin)) {
      add(`deliveries.${delivery.status}`);
      if (delivery.status !== "succeeded") continue;
      const numbers = delivery.attempts.filter((a) => a.failureKind === null).map((a) => a.number);
      if (Math.min(...numbers) === 1) add("firstAttempt");
      add("latencies");
    }
    return counts;
  });
}

/** What `readStats` found, in the form of `countByHand`: latencies are only counted. */
export function plain({ bars }: Pick<Stats, "bars">) {
  return bars.map((measures) => {
    const counts: Record<string, number> = {};
    for (const [measure, count] of measures) {
      const key = measure.startsWith("latency.") ? "latencies" : measure;
      counts[key] = (counts[key] ?? 0) + count;
    }
    return counts;
  });
}

/** The latencies of all bars together. */
export function medianMs({ bars }: Pick<Stats, "bars">): number | null {
  const buckets = new Map<number, number>();
  for (const measures of bars) {
    for (const [measure, count] of measures) {
      if (!measure.startsWith("latency.")) continue;
      const bucket = Number(measure.slice("latency.".length));
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + count);
    }
  }
  return percentileMs(buckets, 0.5);
}
