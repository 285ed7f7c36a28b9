import type { AttemptView, DeliveryView } from "@/lib/deliveries/schemas";
import type { AttemptModel as Attempt } from "@/lib/generated/prisma/models/Attempt";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";

/** What a delivery's view needs beside its own row. */
export const deliveryInclude = {
  run: {
    select: {
      scenario: { select: { name: true } },
      event: { select: { order: { select: { number: true } } } },
    },
  },
} as const;

/** Of a list the body is not read: it may be large, and is not shown. */
type WithContext = Omit<Delivery, "body"> & {
  run: { scenario: { name: string }; event: { order: { number: string } | null } };
};

const failureOf = (kind: string | null, message: string | null, hint: string | null) =>
  kind === null ? null : { kind, message: message ?? "", hint: hint ?? "" };

/** While it is sent by hand, or has ended, it waits for nothing. */
const isHeld = ({ status, releasedAt }: Pick<Delivery, "status" | "releasedAt">) =>
  status === "pending" && releasedAt === null;

/** A delivery as the API shows it. */
export function deliveryView(row: WithContext): DeliveryView {
  return {
    id: row.id,
    runId: row.runId,
    scenarioId: row.scenarioId,
    scenarioName: row.run.scenario.name,
    nodeId: row.nodeId,
    nodeName: row.nodeName,
    orderId: row.orderId,
    orderNumber: row.run.event.order?.number ?? null,
    event: row.eventType,
    url: row.url,
    status: row.status as DeliveryView["status"],
    attemptCount: row.attemptCount,
    maxAttempts: row.maxAttempts,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    lastStatusCode: row.lastStatusCode,
    lastFailure: failureOf(row.lastFailureKind, row.lastFailureMessage, row.lastFailureHint),
    lastDurationMs: row.lastDurationMs,
    isTest: row.isTest,
    heldAt: isHeld(row) ? (row.heldAt?.toISOString() ?? null) : null,
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
  };
}

/** An attempt as the API shows it; its secrets were masked when it was written. */
export function attemptView(row: Attempt, body: string): AttemptView {
  return {
    id: row.id,
    number: row.number,
    trigger: row.trigger as AttemptView["trigger"],
    startedAt: row.startedAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
    durationMs: row.durationMs,
    timings: row.timings ? (JSON.parse(row.timings) as Record<string, number | null>) : null,
    request: {
      url: row.url,
      headers: JSON.parse(row.requestHeaders) as Record<string, string>,
      body,
    },
    response:
      row.statusCode === null
        ? null
        : {
            statusCode: row.statusCode,
            headers: row.responseHeaders
              ? (JSON.parse(row.responseHeaders) as Record<string, string>)
              : {},
            body: row.responseBody ?? "",
            truncated: row.truncated,
          },
    failure: failureOf(row.failureKind, row.failureMessage, row.failureHint),
    remoteAddress: row.remoteAddress,
    note: row.note,
    prunedAt: row.prunedAt?.toISOString() ?? null,
  };
}
