import "server-only";
import { hashPassword } from "better-auth/crypto";
import { writeAudit } from "@/lib/audit/write-audit";
import { roleOf } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { findLink, takeLink } from "@/lib/people/access-link";
import { acceptInvitationSchema } from "@/lib/people/schemas";

/**
 * Makes the account of somebody who was invited. The address counts as theirs: the link was given to
 * it. Throws `not_found` for a link that is over.
 */
export async function acceptInvitation(input: unknown): Promise<{ email: string }> {
  const { token, name, password } = parseInput(acceptInvitationSchema, input);
  // Asked before as well, so that the costly hash is not a gift to whoever calls in a loop.
  if (!(await findLink(db(), "invitation", token))) await takeLink(db(), "invitation", token);
  const hash = await hashPassword(password);
  return db().$transaction(async (tx) => {
    const link = await takeLink(tx, "invitation", token);
    const { email } = link;
    if (await tx.user.findUnique({ where: { email }, select: { id: true } }))
      throw new AppError("conflict", "Somebody with this address is here already. Sign in.");
    const id = newId("user");
    const role = roleOf(link.role);
    await tx.user.create({
      data: {
        id,
        name: name || email,
        email,
        emailVerified: true,
        role,
        accounts: {
          create: {
            id: newId("account"),
            accountId: id,
            providerId: "credential",
            password: hash,
          },
        },
      },
    });
    await writeAudit(tx, {
      actor: { kind: "user", id, email, role },
      action: "invitation.accepted",
      targetType: "user",
      targetId: id,
      detail: role,
    });
    return { email };
  });
}
