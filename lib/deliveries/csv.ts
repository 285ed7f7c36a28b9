import type { DeliveryView } from "@/lib/deliveries/schemas";
import type { Columns } from "@/lib/http/csv";

/** The columns of an export, in their order; named as in the API. */
export const csvColumns: Columns<DeliveryView> = {
  id: ({ id }) => id,
  status: ({ status }) => status,
  createdAt: ({ createdAt }) => createdAt,
  completedAt: ({ completedAt }) => completedAt,
  event: ({ event }) => event,
  orderNumber: ({ orderNumber }) => orderNumber,
  orderId: ({ orderId }) => orderId,
  scenarioName: ({ scenarioName }) => scenarioName,
  scenarioId: ({ scenarioId }) => scenarioId,
  nodeName: ({ nodeName }) => nodeName,
  url: ({ url }) => url,
  attemptCount: ({ attemptCount }) => attemptCount,
  maxAttempts: ({ maxAttempts }) => maxAttempts,
  nextAttemptAt: ({ nextAttemptAt }) => nextAttemptAt,
  lastStatusCode: ({ lastStatusCode }) => lastStatusCode,
  failureKind: ({ lastFailure }) => lastFailure?.kind ?? null,
  failureMessage: ({ lastFailure }) => lastFailure?.message ?? null,
  lastDurationMs: ({ lastDurationMs }) => lastDurationMs,
  isTest: ({ isTest }) => isTest,
  runId: ({ runId }) => runId,
};
