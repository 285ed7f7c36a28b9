import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { nodeName } from "@/lib/scenarios/graph";
import { replaceSecret } from "@/lib/secrets/replace";
import { type RotatedSecretView, rotateSecretSchema } from "@/lib/secrets/schemas";
import { lockSigningSecret } from "@/lib/secrets/signing";
import { SecretUnavailable } from "@/lib/secrets/store";

const DAY_MS = 86_400_000;

/**
 * Puts a new secret in place of the one that a webhook signs with, at once and in every version: the
 * next attempt is signed with it, resends and waiting repeats included. For `overlapDays` the
 * `webhook-signature` carries one by the former secret as well. Repeated with the same secret it
 * changes nothing. 404 and 409 as `lockSigningSecret`.
 */
export async function rotateSecret({
  actor,
  scenarioId,
  nodeId,
  input,
}: {
  actor: Actor;
  scenarioId: string;
  nodeId: string;
  input: unknown;
}): Promise<RotatedSecretView> {
  const { secret: value, overlapDays } = parseInput(rotateSecretSchema, input);
  return db().$transaction(async (tx) => {
    const { id, node, alsoSigns } = await lockSigningSecret(tx, { scenarioId, nodeId });
    const state = await replaceSecret(tx, {
      id,
      value,
      createdBy: actor.id,
      overlapMs: overlapDays * DAY_MS,
    });
    if (!state) throw new SecretUnavailable(id);
    const overlapUntil = state.overlapUntil?.toISOString() ?? null;
    if (state.isChanged)
      await writeAudit(tx, {
        actor,
        action: "scenario.secretRotated",
        targetType: "scenario",
        targetId: scenarioId,
        detail: { nodeId, nodeName: nodeName(node), overlapUntil },
      });
    return { nodeId, rotatedAt: state.rotatedAt?.toISOString() ?? null, overlapUntil, alsoSigns };
  });
}
