import "server-only";
import { db } from "@/lib/db";

/** Ends a run that our own infrastructure could not carry on, after the engine spent its retries. */
export async function failRun({ runId, reason }: { runId: string; reason: string }): Promise<void> {
  await db().$transaction(async (tx) => {
    // The run before its steps, as everywhere: else two could wait for one another.
    await tx.run.updateMany({
      where: { id: runId, status: "running" },
      data: { status: "failed", completedAt: new Date() },
    });
    await tx.runStep.updateMany({
      where: { runId, status: "waiting" },
      data: { status: "failed", reason, completedAt: new Date() },
    });
  });
}
