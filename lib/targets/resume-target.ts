import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { type Db, db } from "@/lib/db";
import { webhookConfig } from "@/lib/deliveries/config";
import { handOver } from "@/lib/events/outbox";
import { notFound } from "@/lib/http/errors";
import { findScenarioHead } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { heldBack, requestNextTurn, requestRelease, type Target } from "@/lib/targets/release-held";
import type { ResumedView } from "@/lib/targets/schemas";

/**
 * Sends to a paused target again: its failures are forgotten and its held deliveries released, the
 * oldest first. Safe to repeat: while they are on their way, they go no faster for it. Of a target that
 * is not paused only the count starts anew.
 */
export async function resumeTarget({
  actor,
  scenarioId,
  nodeId,
}: { actor: Actor } & Target): Promise<ResumedView> {
  const target = { scenarioId, nodeId };
  const { messages, released } = await db().$transaction(async (tx) => {
    const { publishedVersionId } = await findScenarioHead(tx, scenarioId);
    const [row] = await tx.$queryRaw<{ pausedAt: Date | null }[]>`
      DELETE FROM target_health WHERE scenario_id = ${scenarioId} AND node_id = ${nodeId}
      RETURNING paused_at AS "pausedAt"`;
    const released = await tx.delivery.count({
      where: { ...target, ...heldBack, status: "pending" },
    });
    if (!row && released === 0 && !(await isWebhook(tx, publishedVersionId, nodeId)))
      throw notFound("webhook node");
    if (row) {
      await writeAudit(tx, {
        actor,
        action: "target.resumed",
        targetType: "scenario",
        targetId: scenarioId,
        detail: { nodeId, held: released },
      });
    }
    if (released === 0) return { messages: [], released };
    if (row?.pausedAt) return { messages: await requestRelease(tx, target), released };
    await requestNextTurn(tx, target);
    return { messages: [], released };
  });
  handOver(messages);
  return { ...target, released };
}

async function isWebhook(tx: Db, versionId: string | null, nodeId: string): Promise<boolean> {
  const version = versionId
    ? await tx.scenarioVersion.findUnique({ where: { id: versionId }, select: { graph: true } })
    : null;
  return (
    version !== null && webhookConfig(JSON.parse(version.graph) as Graph, nodeId) !== undefined
  );
}
