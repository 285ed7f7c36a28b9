import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { findMessage } from "@/lib/inboxes/get-message";
import { type CheckedMessage, checkMessageSchema } from "@/lib/inboxes/schemas";
import { signatureChecker } from "@/lib/inboxes/signature";

/**
 * Checks the signatures of a message under a secret given by hand, which is used once: it is neither
 * kept nor logged. Throws `not_found`, and `conflict` when less of the body was kept than arrived.
 */
export async function checkMessage(input: {
  actor: Actor;
  inboxId: string;
  messageId: string;
  input: unknown;
}): Promise<CheckedMessage> {
  const { secret } = parseInput(checkMessageSchema, input.input);
  const row = await findMessage(input);
  if (row.body.length < row.bodySize) {
    throw new AppError(
      "conflict",
      "Less of this body was kept than arrived, so its signature can't be computed again.",
    );
  }
  const headers = new Headers(JSON.parse(row.headers) as Record<string, string>);
  const checker = signatureChecker(secret, headers, row.receivedAt.getTime());
  checker.update(row.body);
  const delivery = row.deliveryId
    ? await db().delivery.findUnique({ where: { id: row.deliveryId }, select: { body: true } })
    : null;
  return checker.result(delivery?.body);
}
