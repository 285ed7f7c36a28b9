import type { Overview } from "@/components/api";
import { msWords } from "@/components/deliveries/words";
import { statusLook } from "@/components/ui/status-badge";
import { DELIVERY_STATUSES } from "@/lib/deliveries/schemas";

export type Bar = Overview["bars"][number];
export type DeliveryCounts = Bar["deliveries"];

/** In the order in which they are stacked, from the bottom. */
export const STACK = [
  "succeeded",
  "failed",
  "cancelled",
  "retrying",
  "sending",
  "pending",
] as const satisfies readonly (typeof DELIVERY_STATUSES)[number][];

export const totalOf = (counts: DeliveryCounts) =>
  DELIVERY_STATUSES.reduce((sum, status) => sum + counts[status], 0);

export const countWords = (count: number) => count.toLocaleString("en-US");

/** "12 succeeded, 3 failed": what is not nothing. */
export function outcomeWords(counts: DeliveryCounts): string {
  const parts = STACK.filter((status) => counts[status] > 0).map(
    (status) => `${countWords(counts[status])} ${statusLook(status).label.toLowerCase()}`,
  );
  return parts.length > 0 ? parts.join(", ") : "no deliveries";
}

/**
 * A share in whole percent. All and nothing are said only of all and nothing: one of a thousand
 * missing is 99 %. Null of nothing.
 */
export function percentWords(part: number, whole: number): string | null {
  if (whole === 0) return null;
  const rounded = Math.round((100 * part) / whole);
  if (part < whole && rounded === 100) return "99%";
  if (part > 0 && rounded === 0) return "1%";
  return `${rounded}%`;
}

/** A latency is known to within a quarter: more than two digits would promise too much. */
export function aboutWords(ms: number): string {
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, ms))) - 1);
  return msWords(Math.round(ms / digits) * digits);
}

const parts = (timeZone: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
const clock = { hour: "2-digit", minute: "2-digit" } as const;
const date = { day: "numeric", month: "short" } as const;

/** Below the axis: "14:00" of an hour, "Sun" of a day in a week, "3 May" of one in a month. */
export function axisWords({ since }: Bar, { range, timeZone }: Overview): string {
  const options = { "24h": clock, "7d": { weekday: "short" }, "30d": date } as const;
  return parts(timeZone, options[range]).format(new Date(since));
}

/** "Sun 3 May, 14:00–15:00" of an hour, "Sun 3 May" of a day. */
export function barWords({ since, until }: Bar, { range, timeZone }: Overview): string {
  const day = parts(timeZone, { weekday: "short", ...date });
  if (range !== "24h") return day.format(new Date(since));
  const time = parts(timeZone, clock);
  const hour = `${time.format(new Date(since))}–${time.format(new Date(until))}`;
  return `${day.format(new Date(since))}, ${hour}`;
}

/** The first round number that is not below the highest bar. */
export function scaleOf(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, highest)));
  return (
    [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((top) => top >= highest) ?? highest
  );
}
