import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { requirePermission, roleOf } from "@/lib/auth/permissions";
import type { Db } from "@/lib/db";
import type { UserModel as User } from "@/lib/generated/prisma/models/User";
import { AppError, notFound } from "@/lib/http/errors";

/** Any number, as long as nothing else in the product locks the same one. */
const PEOPLE_LOCK = 748_201_002;

/**
 * Whoever manages people does so one at a time: two owners must not remove each other at once, and none
 * may leave a link behind. Throws `forbidden` for who was removed or demoted while their turn came.
 */
export async function lockPeople(tx: Db, actor: Actor): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PEOPLE_LOCK})`;
  if (actor.kind !== "user") return requirePermission(actor, "people:manage");
  const now = await tx.user.findUnique({ where: { id: actor.id }, select: { role: true } });
  requirePermission({ ...actor, role: roleOf(now?.role) }, "people:manage");
}

/** Throws `not_found` when there is nobody of this id. */
export async function findPerson(tx: Db, id: string): Promise<User> {
  const person = await tx.user.findUnique({ where: { id } });
  if (!person) throw notFound("person");
  return person;
}

/** Throws `conflict` when somebody is the last owner, without whom nobody could manage this. */
export async function requireAnotherOwner(tx: Db, person: User): Promise<void> {
  if (person.role !== "owner") return;
  const others = await tx.user.count({ where: { role: "owner", id: { not: person.id } } });
  if (others > 0) return;
  throw new AppError("conflict", "This is the only owner. Make somebody else an owner first.");
}
