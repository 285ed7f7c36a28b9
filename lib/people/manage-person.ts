import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { requirePermission } from "@/lib/auth/permissions";
import { type Db, db } from "@/lib/db";
import type { UserModel as User } from "@/lib/generated/prisma/models/User";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { makeLink } from "@/lib/people/access-link";
import { findPerson, lockPeople, requireAnotherOwner } from "@/lib/people/lock-people";
import { changeRoleSchema, type ResetLinkView } from "@/lib/people/schemas";
import { withdrawLinksOf } from "@/lib/people/withdraw-links";

interface Args {
  actor: Actor;
  id: string;
}

/** What was done to a person; `isChanged` is false when it was so before. */
interface Done<T> {
  result: T;
  detail?: string;
  isChanged?: boolean;
}

/** Does something to a person that owners may do, and writes down what changed. Throws `not_found`. */
async function manage<T>(
  { actor, id }: Args,
  action: string,
  work: (tx: Db, person: User) => Promise<Done<T>>,
): Promise<T> {
  requirePermission(actor, "people:manage");
  return db().$transaction(async (tx) => {
    await lockPeople(tx, actor);
    const { result, detail, isChanged = true } = await work(tx, await findPerson(tx, id));
    if (isChanged)
      await writeAudit(tx, { actor, action, targetType: "user", targetId: id, detail });
    return result;
  });
}

/**
 * Changes what a person may do, from the next request on. The open links of who is an owner no more end.
 * 409 for the last owner.
 */
export async function changeRole({ input, ...args }: Args & { input: unknown }): Promise<void> {
  const { role } = parseInput(changeRoleSchema, input);
  await manage(args, "user.roleChanged", async (tx, person) => {
    if (role !== "owner") {
      await requireAnotherOwner(tx, person);
      await withdrawLinksOf(tx, person, args.actor);
    }
    await tx.user.update({ where: { id: person.id }, data: { role } });
    return { result: undefined, detail: role, isChanged: role !== person.role };
  });
}

/**
 * Removes a person with their sessions and the open links they made. API keys that they made stay: those
 * are the installation's, which programs rely on. What they did stays in the log. 409 for the last owner.
 */
export async function removePerson(args: Args): Promise<void> {
  await manage(args, "user.removed", async (tx, person) => {
    await requireAnotherOwner(tx, person);
    await withdrawLinksOf(tx, person, args.actor);
    await tx.user.delete({ where: { id: person.id } });
    return { result: undefined, detail: person.email };
  });
}

/** Ends all sessions of a person; signing in again is up to them. */
export async function signOutPerson(args: Args): Promise<void> {
  await manage(args, "user.signedOut", async (tx, person) => {
    await tx.session.deleteMany({ where: { userId: person.id } });
    return { result: undefined };
  });
}

/** For somebody who has lost the device and the recovery codes: their password alone lets them in. */
export async function switchOffTwoFactor(args: Args): Promise<void> {
  await manage(args, "user.twoFactorRemoved", async (tx, person) => {
    await tx.twoFactor.deleteMany({ where: { userId: person.id } });
    await tx.user.update({ where: { id: person.id }, data: { twoFactorEnabled: false } });
    return { result: undefined, isChanged: person.twoFactorEnabled };
  });
}

/** A link with which a person sets a new password, shown this once. Ends the one made before. */
export async function makeResetLink(args: Args): Promise<ResetLinkView> {
  return manage(args, "user.resetLinkMade", async (tx, person) => {
    const password = await tx.account.count({
      where: { userId: person.id, providerId: "credential" },
    });
    if (password === 0)
      throw new AppError("conflict", "This person signs in without a password, by single sign-on.");
    const { link, url } = await makeLink(tx, {
      kind: "reset",
      email: person.email,
      userId: person.id,
      createdBy: args.actor.id,
    });
    return { result: { url, expiresAt: link.expiresAt.toISOString() } };
  });
}
