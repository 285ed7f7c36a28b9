import "server-only";
import { engineEvents } from "@/inngest/client";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { type Db, db } from "@/lib/db";
import { enqueue, handOver } from "@/lib/events/outbox";
import { AppError, notFound } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { retryOptions } from "@/lib/runs/retry-options";
import { type Refusal, takenOverNodes } from "@/lib/runs/retry-rules";
import { type RetryRunView, retryRunSchema } from "@/lib/runs/schemas";

/**
 * Carries out a run that has ended once more, as a run of its own for the same event: all of it, or
 * what did not succeed; on the version it used, or on the published one. Asked for again while that
 * retry is going on, it is the same retry. 409 `conflict` when it can't be retried so, with the option
 * to blame in `errors`.
 */
export async function retryRun({
  actor,
  id,
  input,
}: {
  actor: Actor;
  id: string;
  input: unknown;
}): Promise<RetryRunView> {
  const { from, version } = parseInput(retryRunSchema, input);
  const { runId, messages } = await db().$transaction(async (tx) => {
    const run = await lockRun(tx, id);
    const options = await retryOptions(tx, run);
    const option = options.find((each) => each.from === from && each.version === version);
    if (!option)
      throw refused({ field: "version", message: "This scenario has no published version." });
    const underWay = await tx.run.findFirst({
      where: { retryOf: id, retryFrom: from, versionId: option.versionId, status: "running" },
      select: { id: true },
    });
    if (underWay) return { runId: underWay.id, messages: [] };
    if (option.refusal) throw refused(option.refusal);
    const retry = await tx.run.create({
      data: {
        id: newId("run"),
        scenarioId: run.scenarioId,
        versionId: option.versionId,
        eventId: run.eventId,
        isTest: run.isTest,
        retryOf: run.id,
        retryFrom: from,
      },
      select: { id: true },
    });
    if (from === "failed") {
      const nodeIds = takenOverNodes(run.steps, option.graph);
      await takeOver(tx, { from: run.id, to: retry.id, nodeIds });
    }
    await writeAudit(tx, {
      actor,
      action: "run.retried",
      targetType: "run",
      targetId: run.id,
      detail: { runId: retry.id, from, version },
    });
    const messages = await enqueue(tx, [
      { id: retry.id, name: engineEvents.runRequested, data: { runId: retry.id } },
    ]);
    return { runId: retry.id, messages };
  });
  handOver(messages);
  return { runId };
}

function refused({ field, message }: Refusal): AppError {
  return new AppError("conflict", message, field && [{ path: field, message }]);
}

/**
 * The run, which stays as it is until the end of the transaction. Its event is locked first: runs for
 * one event are retried one at a time, also when they are retries of each other.
 */
async function lockRun(tx: Db, id: string) {
  const found = await tx.run.findUnique({ where: { id }, select: { eventId: true } });
  if (!found) throw notFound("run");
  await tx.$queryRaw`SELECT id FROM events WHERE id = ${found.eventId} FOR NO KEY UPDATE`;
  await tx.$queryRaw`SELECT id FROM runs WHERE id = ${id} FOR UPDATE`;
  // One after the other: a transaction is one connection, which takes one query at a time.
  const run = await tx.run.findUniqueOrThrow({ where: { id } });
  const event = await tx.event.findUniqueOrThrow({
    where: { id: run.eventId },
    select: { type: true },
  });
  const version = await tx.scenarioVersion.findUniqueOrThrow({
    where: { id: run.versionId },
    select: { id: true, number: true, graph: true },
  });
  const steps = await tx.runStep.findMany({
    where: { runId: id },
    select: { nodeId: true, operation: true, status: true },
  });
  return { ...run, event, version, steps };
}

/** Copies steps as they ended, their bodies within the database: they may be large. */
async function takeOver(
  tx: Db,
  { from, to, nodeIds }: { from: string; to: string; nodeIds: string[] },
): Promise<void> {
  const ids = nodeIds.map(() => newId("runStep"));
  await tx.$executeRaw`
    INSERT INTO run_steps (id, run_id, node_id, operation, status, input, output, started_at,
      completed_at, taken_over_from)
    SELECT given.id, ${to}, step.node_id, step.operation, step.status, step.input, step.output,
      step.started_at, step.completed_at, coalesce(step.taken_over_from, step.run_id)
    FROM run_steps step
    JOIN unnest(${ids}::text[], ${nodeIds}::text[]) AS given (id, node_id)
      ON given.node_id = step.node_id
    WHERE step.run_id = ${from}`;
}
