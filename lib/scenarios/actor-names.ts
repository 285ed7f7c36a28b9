import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db";
import { idPrefixes } from "@/lib/ids";
import type { Who } from "@/lib/scenarios/schemas";

/** Who the ids of users and API keys stand for. One that is gone, or the product itself, is nobody. */
export async function actorNames(
  db: Db,
  ids: readonly (string | null)[],
): Promise<(id: string | null) => Who | null> {
  const wanted = [...new Set(ids.flatMap((id) => id ?? []))];
  const ofKind = (prefix: string) => wanted.filter((id) => id.startsWith(`${prefix}_`));
  const userIds = ofKind(idPrefixes.user);
  const keyIds = ofKind(idPrefixes.apiKey);
  const select = { id: true, name: true } as const;
  const users =
    userIds.length > 0 ? await db.user.findMany({ where: { id: { in: userIds } }, select }) : [];
  const keys =
    keyIds.length > 0 ? await db.apiKey.findMany({ where: { id: { in: keyIds } }, select }) : [];
  const found = new Map([...users, ...keys].map((row) => [row.id, row]));
  return (id) => found.get(id ?? "") ?? null;
}

/** What others are told that this one is called. */
export async function nameOfActor(db: Db, actor: Actor): Promise<string> {
  if (actor.kind === "apiKey") return actor.name;
  if (actor.kind === "system") return "TraderLaunchpad";
  const who = (await actorNames(db, [actor.id]))(actor.id);
  return who?.name || actor.email;
}
