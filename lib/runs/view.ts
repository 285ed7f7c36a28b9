import "server-only";
import type { RunGetPayload } from "@/lib/generated/prisma/models/Run";
import type { RunView } from "@/lib/runs/schemas";

/** What `runView` reads beside the run itself. */
export const runInclude = {
  scenario: { select: { name: true } },
  version: { select: { number: true } },
  event: { select: { orderId: true, type: true, order: { select: { number: true } } } },
} as const;

/** A run as the API and the lists show it. */
export function runView(run: RunGetPayload<{ include: typeof runInclude }>): RunView {
  return {
    id: run.id,
    scenarioId: run.scenarioId,
    scenarioName: run.scenario.name,
    versionNumber: run.version.number,
    eventId: run.eventId,
    event: run.event.type,
    orderId: run.event.orderId,
    orderNumber: run.event.order?.number ?? null,
    status: run.status as RunView["status"],
    isTest: run.isTest,
    retryOf: run.retryOf,
    retryFrom: run.retryFrom as RunView["retryFrom"],
    createdAt: run.createdAt.toISOString(),
    completedAt: run.completedAt?.toISOString() ?? null,
  };
}
