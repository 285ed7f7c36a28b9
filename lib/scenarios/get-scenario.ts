import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";
import { viewOf } from "@/lib/scenarios/find-scenario";

/** One scenario. 404 when it is not there or deleted. */
export async function getScenario({ id }: { actor: Actor; id: string }) {
  const row = await db().scenario.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound("scenario");
  return viewOf(db(), row);
}
