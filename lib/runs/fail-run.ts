import "server-only";
import { db } from "@/lib/db";

/** Ends a run that our own infrastructure could not carry on, after the engine spent its retries. */
export async function failRun({ runId, reason }: { runId: string; reason: string }): Promise<void> {
  await db().$transaction([
    db().runStep.updateMany({
      where: { runId, status: "waiting" },
      data: { status: "failed", reason, completedAt: new Date() },
    }),
    db().run.updateMany({
      where: { id: runId, status: "running" },
      data: { status: "failed", completedAt: new Date() },
    }),
  ]);
}
