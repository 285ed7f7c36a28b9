import "server-only";
import type { Db } from "@/lib/db";
import type { UserModel as User } from "@/lib/generated/prisma/models/User";
import { AppError, notFound } from "@/lib/http/errors";

/** Any number, as long as nothing else in the product locks the same one. */
const PEOPLE_LOCK = 748_201_002;

/** Changes of roles and removals go one at a time: two owners must not remove each other at once. */
export async function lockPeople(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PEOPLE_LOCK})`;
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
