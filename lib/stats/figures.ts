import { DELIVERY_STATUSES, type DeliveryView } from "@/lib/deliveries/schemas";
import { RUN_STATUSES } from "@/lib/runs/schemas";
import { percentileMs } from "@/lib/stats/latency";

/** How many there are of each measure. */
export type Measures = ReadonlyMap<string, number>;

const LATENCY = "latency.";

/** The measures of several bars together. */
export function sumOf(bars: readonly Measures[]): Measures {
  const sum = new Map<string, number>();
  for (const bar of bars) {
    for (const [measure, count] of bar) sum.set(measure, (sum.get(measure) ?? 0) + count);
  }
  return sum;
}

/** How many orders, runs and deliveries were created. */
export function countsFrom(measures: Measures) {
  const count = (measure: string) => measures.get(measure) ?? 0;
  const deliveries: Record<DeliveryView["status"], number> = {
    pending: 0,
    sending: 0,
    retrying: 0,
    succeeded: 0,
    failed: 0,
    cancelled: 0,
  };
  for (const status of DELIVERY_STATUSES) deliveries[status] = count(`deliveries.${status}`);
  return {
    orders: count("orders"),
    runs: RUN_STATUSES.reduce((sum, status) => sum + count(`runs.${status}`), 0),
    runsFailed: count("runs.failed"),
    deliveries,
  };
}

/** The same, with how well and how fast deliveries arrived. */
export function figuresFrom(measures: Measures) {
  const latencies = new Map<number, number>();
  for (const [measure, count] of measures) {
    if (measure.startsWith(LATENCY)) latencies.set(Number(measure.slice(LATENCY.length)), count);
  }
  const p50Ms = percentileMs(latencies, 0.5);
  const p95Ms = percentileMs(latencies, 0.95);
  return {
    ...countsFrom(measures),
    succeededAtFirstAttempt: measures.get("firstAttempt") ?? 0,
    latency: p50Ms === null || p95Ms === null ? null : { p50Ms, p95Ms },
  };
}
