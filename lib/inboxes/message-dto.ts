import "server-only";
import type { InboxMessage } from "@/lib/generated/prisma/client";
import type { InboxMessageDto, SignatureCheck, SignatureResult } from "@/lib/inboxes/schemas";

/**
 * A message as the API shows it.
 * @param bodyMax bytes of the body that are shown
 */
export function toMessageDto(row: InboxMessage, bodyMax: number): InboxMessageDto {
  const shown = row.body.subarray(0, bodyMax);
  return {
    id: row.id,
    method: row.method,
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: new TextDecoder().decode(shown),
    bodySize: row.bodySize,
    bodyIsCut: shown.length < row.bodySize,
    answeredWith: row.answeredWith,
    signature: row.signature as SignatureResult,
    checks: JSON.parse(row.checks) as SignatureCheck[],
    checkedWith:
      row.checkedWith === "inbox" || row.checkedWith === "sender" ? row.checkedWith : null,
    webhookId: row.webhookId,
    arrival: row.arrival,
    deliveryId: row.deliveryId,
    runId: row.runId,
    receivedAt: row.receivedAt.toISOString(),
  };
}
