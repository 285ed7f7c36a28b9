import type { NotificationFacts } from "@/lib/notifications/schemas";

type Told = Pick<
  NotificationFacts,
  "kind" | "count" | "scenarioName" | "nodeName" | "host" | "firstAt" | "lastAt"
>;

/** "“Send to ERP” of “Orders”". */
const targetWords = ({ nodeName, scenarioName }: Told) => `“${nodeName}” of “${scenarioName}”`;
const times = (count: number) => (count === 1 ? "" : ` ${count.toLocaleString("en-US")} times`);

/** What happened, in words, without the times. */
export function notificationText(told: Told): string {
  const { kind, count } = told;
  const target = targetWords(told);
  switch (kind) {
    case "delivery.failed":
      return count === 1
        ? `${target}: a delivery failed`
        : `${target}: ${count.toLocaleString("en-US")} deliveries failed`;
    case "target.failing":
      return `${target} keeps failing${count === 1 ? "" : `:${times(count)} by now`}`;
    case "target.paused":
      return `${target} was paused${times(count)}`;
    case "target.recovered":
      return `${target} works again${count === 1 ? "" : `:${times(count)} by now`}`;
  }
}

/** "27 Nov 2026, 09:14 UTC": for messages, whose readers' time zones nobody knows. */
export function utcWords(iso: string): string {
  const text = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  }).format(new Date(iso));
  return `${text} UTC`;
}

/** When it happened; of what happened more than once, since when. */
export function whenWords({ count, firstAt, lastAt }: Told): string {
  return count === 1 ? utcWords(firstAt) : `since ${utcWords(firstAt)}, last ${utcWords(lastAt)}`;
}

/** Where in the product it is shown: the delivery that failed, those that did, or all of the target. */
export function notificationPath(
  told: Pick<
    NotificationFacts,
    "kind" | "count" | "deliveryId" | "scenarioId" | "nodeId" | "firstAt"
  >,
): string {
  const { kind, count, deliveryId, scenarioId, nodeId, firstAt } = told;
  const hasFailed = kind === "delivery.failed";
  if (hasFailed && count === 1 && deliveryId !== null) return `/deliveries/${deliveryId}`;
  const filters = new URLSearchParams({ test: "false", scenarioId, nodeId });
  if (hasFailed) {
    filters.set("status", "failed");
    filters.set("endedSince", firstAt);
  }
  return `/deliveries?${filters}`;
}
