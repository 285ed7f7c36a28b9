import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { requirePermission } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { makeResetLink, switchOffTwoFactor } from "@/lib/people/manage-person";
import type { ResetLinkView } from "@/lib/people/schemas";

/**
 * For the operator, when no owner is left who can get in: a link with which somebody sets a new password.
 * Throws `not_found` for an address that is nobody's.
 * @param input.dropSecondStep also switches two-factor off, for who has lost the app and the codes
 */
export async function letBackIn({
  actor,
  email,
  dropSecondStep,
}: {
  actor: Actor;
  email: string;
  dropSecondStep: boolean;
}): Promise<ResetLinkView> {
  requirePermission(actor, "people:manage");
  const person = await db().user.findUnique({
    where: { email: email.trim().toLowerCase() },
    select: { id: true },
  });
  if (!person) throw new AppError("not_found", "Nobody has this address here.");
  const link = await makeResetLink({ actor, id: person.id });
  if (dropSecondStep) await switchOffTwoFactor({ actor, id: person.id });
  return link;
}
