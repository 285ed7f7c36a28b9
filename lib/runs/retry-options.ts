import "server-only";
import { triggersOfEvent } from "@/lib/apps/server";
import type { Db } from "@/lib/db";
import {
  fromFailedRefusal,
  type Refusal,
  type RetriedStep,
  type RetryFrom,
  type RetryVersion,
  versionRefusal,
} from "@/lib/runs/retry-rules";
import { RETRY_FROM, RETRY_VERSIONS } from "@/lib/runs/schemas";
import type { Graph } from "@/lib/scenarios/graph";

/** What is to be known of a run before it is retried. */
export interface RetriedRun {
  id: string;
  scenarioId: string;
  eventId: string;
  event: { type: string };
  status: string;
  version: { id: string; number: number | null; graph: string };
  steps: readonly RetriedStep[];
}

export interface RetryOption {
  from: RetryFrom;
  version: RetryVersion;
  /** Null for a draft that was tested. */
  versionNumber: number | null;
  versionId: string;
  graph: Graph;
  refusal: Refusal | null;
}

/**
 * The ways in which a run can be retried, each with the reason if it can't be now. The current
 * version is among them only where there is one, which may be that of the run.
 */
export async function retryOptions(tx: Db, run: RetriedRun): Promise<RetryOption[]> {
  const scenario = await tx.scenario.findUniqueOrThrow({
    where: { id: run.scenarioId },
    select: { deletedAt: true, publishedVersionId: true },
  });
  const blocked = await whyNotNow(tx, run, scenario.deletedAt !== null);
  const published = scenario.publishedVersionId;
  const current =
    published === null || published === run.version.id
      ? published && run.version
      : await tx.scenarioVersion.findUniqueOrThrow({
          where: { id: published },
          select: { id: true, number: true, graph: true },
        });
  const graph = JSON.parse(run.version.graph) as Graph;
  const triggers = triggersOfEvent(run.event.type);
  return RETRY_VERSIONS.flatMap((version) => {
    const used = version === "same" ? run.version : current;
    if (!used) return [];
    const target = used === run.version ? graph : (JSON.parse(used.graph) as Graph);
    const wanted = { status: run.status, graph, steps: run.steps, target, triggers };
    return RETRY_FROM.map((from) => ({
      from,
      version,
      versionNumber: used.number,
      versionId: used.id,
      graph: target,
      refusal:
        blocked ?? versionRefusal(wanted) ?? (from === "failed" ? fromFailedRefusal(wanted) : null),
    }));
  });
}

/** Why no retry of the run can begin now; null when one can. */
async function whyNotNow(tx: Db, run: RetriedRun, isDeleted: boolean): Promise<Refusal | null> {
  if (isDeleted)
    return { message: "The scenario was deleted: its runs can be read and not retried." };
  if (run.status === "running")
    return { message: "The run is still going on. It can be retried once it has ended." };
  const other = await tx.run.findFirst({
    where: { scenarioId: run.scenarioId, eventId: run.eventId, status: "running" },
    select: { id: true },
  });
  if (other)
    return { message: "Another run of this scenario for the same event is still going on." };
  if (await isBeingMended(tx, run))
    return { message: "A delivery of this run is being sent. Wait until that has ended." };
  return null;
}

/** Whether a resend of one of its deliveries is under way, or has succeeded and the run is to go on. */
async function isBeingMended(tx: Db, run: RetriedRun): Promise<boolean> {
  const deliveries = await tx.delivery.findMany({
    where: { runId: run.id, status: { in: ["pending", "sending", "retrying", "succeeded"] } },
    select: { nodeId: true, status: true },
  });
  const steps = new Map(run.steps.map(({ nodeId, status }) => [nodeId, status]));
  return deliveries.some(({ nodeId, status }) => status !== steps.get(nodeId));
}
