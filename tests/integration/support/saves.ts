import { beforeAll, beforeEach } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { createScenario } from "@/lib/scenarios/create-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import type { GraphOperation } from "@/lib/scenarios/operations";
import { saveOperations } from "@/lib/scenarios/save-operations";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { withTestDatabase } from "./database";

export const ann: Actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" };
export const robot: Actor = { kind: "apiKey", id: "key_robot", name: "Robot", scopes: [] };
export const graph: Graph = { nodes: [trigger("t"), send("a")], edges: [edge("t", "a")] };

/** Of the scenario that is saved: Ann's, at revision 1 when a test begins. */
export let id = "";

/** For each test of a file a scenario with `graph`, which Ann and a robot may save. */
export function withSavedScenario(): void {
  withTestDatabase();

  beforeAll(async () => {
    await db().user.create({ data: { id: "usr_ann", name: "Ann", email: "ann@example.com" } });
    await db().apiKey.create({
      data: { id: "key_robot", name: "Robot", prefix: "tli_", keyHash: "hash", scopes: [] },
    });
  });

  beforeEach(async () => {
    ({ id } = await createScenario({ actor: ann, input: { name: "Saved", graph } }));
  });
}

export const rename = (name: string): GraphOperation => ({ type: "renameNode", nodeId: "a", name });
export const config = (change: Record<string, unknown>): GraphOperation => ({
  type: "setConfig",
  nodeId: "a",
  config: { ...send("a").config, ...change },
});
export const save = (
  baseRevision: number,
  operations: GraphOperation[],
  options: { actor?: Actor; lenient?: boolean } = {},
) => saveOperations({ actor: ann, id, input: { baseRevision, operations }, ...options });
export const stored = () => db().scenario.findUniqueOrThrow({ where: { id } });
/** Everything that a save that is refused must leave as it is. */
export const everything = async () => [
  await stored(),
  await db().secret.count(),
  await db().auditEntry.count(),
];
