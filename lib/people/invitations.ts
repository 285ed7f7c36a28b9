import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { requirePermission, roleOf } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import type { AccessLinkModel as AccessLink } from "@/lib/generated/prisma/models/AccessLink";
import { AppError, notFound } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { makeLink, openLinks } from "@/lib/people/access-link";
import { lockPeople } from "@/lib/people/lock-people";
import { type InvitationView, inviteSchema, type NewInvitationView } from "@/lib/people/schemas";

const toView = (link: AccessLink): InvitationView => ({
  id: link.id,
  email: link.email,
  role: roleOf(link.role),
  createdAt: link.createdAt.toISOString(),
  expiresAt: link.expiresAt.toISOString(),
});

/** Invitations that nobody has accepted yet, the newest first. */
export async function listInvitations({
  actor,
}: {
  actor: Actor;
}): Promise<{ items: InvitationView[] }> {
  requirePermission(actor, "people:manage");
  const links = await db().accessLink.findMany({
    where: openLinks("invitation"),
    orderBy: { id: "desc" },
  });
  return { items: links.map(toView) };
}

/**
 * Invites somebody by a link, shown this once and good for a week. Inviting the same address again
 * ends the link before. 409 when the address is somebody's who is here already.
 */
export async function invite({
  actor,
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<NewInvitationView> {
  requirePermission(actor, "people:manage");
  const { email, role } = parseInput(inviteSchema, input);
  return db().$transaction(async (tx) => {
    await lockPeople(tx, actor);
    if (await tx.user.findUnique({ where: { email }, select: { id: true } })) {
      const message = "Somebody with this address is here already.";
      throw new AppError("conflict", message, [{ path: "email", message }]);
    }
    const { link, url } = await makeLink(tx, {
      kind: "invitation",
      email,
      role,
      createdBy: actor.id,
    });
    await writeAudit(tx, {
      actor,
      action: "invitation.created",
      targetType: "invitation",
      targetId: link.id,
      detail: { email, role },
    });
    return { ...toView(link), url };
  });
}

/** Withdraws an invitation: its link lets nobody in any more. Throws `not_found` for one that is over. */
export async function withdrawInvitation({
  actor,
  id,
}: {
  actor: Actor;
  id: string;
}): Promise<void> {
  requirePermission(actor, "people:manage");
  await db().$transaction(async (tx) => {
    const [link] = await tx.accessLink.updateManyAndReturn({
      where: { ...openLinks("invitation"), id },
      data: { revokedAt: new Date() },
      select: { email: true },
    });
    if (!link) throw notFound("invitation");
    await writeAudit(tx, {
      actor,
      action: "invitation.withdrawn",
      targetType: "invitation",
      targetId: id,
      detail: { email: link.email },
    });
  });
}
