import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { nodeName } from "@/lib/scenarios/graph";
import { endSecretOverlap } from "@/lib/secrets/replace";
import type { RotatedSecretView } from "@/lib/secrets/schemas";
import { lockSigningSecret } from "@/lib/secrets/signing";
import { SecretUnavailable } from "@/lib/secrets/store";

/**
 * Ends the overlap of a webhook's rotation: the former secret is removed, and signs no attempt from
 * now on. Where there is none it changes nothing. 404 and 409 as `lockSigningSecret`.
 */
export async function endOverlap({
  actor,
  scenarioId,
  nodeId,
}: {
  actor: Actor;
  scenarioId: string;
  nodeId: string;
}): Promise<RotatedSecretView> {
  return db().$transaction(async (tx) => {
    const { id, node, alsoSigns } = await lockSigningSecret(tx, { scenarioId, nodeId });
    const state = await endSecretOverlap(tx, id);
    if (!state) throw new SecretUnavailable(id);
    if (state.isChanged)
      await writeAudit(tx, {
        actor,
        action: "scenario.secretOverlapEnded",
        targetType: "scenario",
        targetId: scenarioId,
        detail: { nodeId, nodeName: nodeName(node) },
      });
    const rotatedAt = state.rotatedAt?.toISOString() ?? null;
    return { nodeId, rotatedAt, overlapUntil: null, alsoSigns };
  });
}
