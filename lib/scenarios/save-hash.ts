import "server-only";
import { createHmac } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import { env } from "@/lib/env";
import type { Graph } from "@/lib/scenarios/graph";
import type { GraphOperation } from "@/lib/scenarios/operations";
import { deriveKey } from "@/lib/secrets/crypto";

/** The label of the key that saves are named with. */
const SAVES_LABEL = "traderlaunchpad/saves/v1";

/** What was sent: edits, or the whole draft. */
type Save = { actor: Actor; baseRevision: number } & (
  | { operations: readonly GraphOperation[] }
  | { graph: Graph }
);

/**
 * Names one save by who sent what from which revision. Keyed (HMAC-SHA256): it may carry a secret that
 * is being entered, and a bare hash would let one try out guesses.
 */
export function saveHash(save: Save): string {
  const { actor, baseRevision } = save;
  const sent = "operations" in save ? save.operations : save.graph;
  return createHmac("sha256", deriveKey(env().APP_SECRET, SAVES_LABEL))
    .update(JSON.stringify([actor.kind, actor.id, baseRevision, sent]))
    .digest("hex");
}
