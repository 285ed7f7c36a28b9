import "server-only";
import { db } from "@/lib/db";
import { describeFailure } from "@/lib/webhooks/describe-failure";

/** Ends a message that our own infrastructure could not carry on, after the engine spent its retries. */
export async function failSend(sendId: string): Promise<void> {
  const { message, hint } = describeFailure("interrupted");
  await db().notificationSend.updateMany({
    where: { id: sendId, completedAt: null },
    data: {
      status: "failed",
      nextAttemptAt: null,
      completedAt: new Date(),
      failureKind: "interrupted",
      failureMessage: message,
      failureHint: hint,
    },
  });
}
