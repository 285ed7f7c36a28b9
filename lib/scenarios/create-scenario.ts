import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { refuseWrongValues } from "@/lib/scenarios/check-config";
import { insertScenario } from "@/lib/scenarios/insert-scenario";
import { createScenarioSchema } from "@/lib/scenarios/schemas";

/** Creates a scenario as a draft. `lenient` keeps wrong values as problems instead of refusing them. */
export async function createScenario({
  actor,
  input,
  lenient = false,
}: {
  actor: Actor;
  input: unknown;
  lenient?: boolean;
}) {
  const { name, graph } = parseInput(createScenarioSchema, input);
  if (!lenient) refuseWrongValues(graph);
  return db().$transaction((tx) => insertScenario(tx, { actor, name, graph }));
}
