import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { findScenario, viewOf } from "@/lib/scenarios/find-scenario";

/** One scenario. 404 when it is not there or deleted. */
export async function getScenario({ id }: { actor: Actor; id: string }) {
  return viewOf(db(), await findScenario(db(), id));
}
