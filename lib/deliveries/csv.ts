import type { DeliveryView } from "@/lib/deliveries/schemas";

type Cell = string | number | boolean | null;

/** The columns of an export, in their order; named as in the API. */
const columns: Record<string, (delivery: DeliveryView) => Cell> = {
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

/** A spreadsheet takes a cell that begins so for a formula, whoever wrote it. */
const FORMULA = /^[=+\-@\t\r]/;

/** A value as RFC 4180 has it; one that a spreadsheet would calculate is made text. */
export function csvCell(value: Cell): string {
  if (value === null) return "";
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first line of the file, with its end. */
export const csvHead = `${Object.keys(columns).join(",")}\n`;

/** The line of one delivery, without its end. */
export function csvLine(delivery: DeliveryView): string {
  return Object.values(columns)
    .map((of) => csvCell(of(delivery)))
    .join(",");
}
