import "server-only";
import { APIError } from "better-auth/api";
import { withOrigin } from "@/lib/audit/request-origin";
import { writeAudit } from "@/lib/audit/write-audit";
import { ownerExists } from "@/lib/auth/owner-exists";
import { type Role, roleOf } from "@/lib/auth/permissions";
import { OIDC_PROVIDER } from "@/lib/auth/single-sign-on";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { openLinks } from "@/lib/people/access-link";

/** Sends whoever came back to the sign-in page, which has words for the code. */
const refuse = (code: string, message: string) => new APIError("FORBIDDEN", { code, message });

/**
 * The role of somebody who has no account yet and comes by single sign-on: what an open invitation of
 * their address says, otherwise OIDC_DEFAULT_ROLE. Throws when they get none: the provider has not
 * verified the address, which may be anybody's; there is no owner yet, and the set-up makes the first;
 * or nobody invited them and no role is set for such.
 */
export async function roleBySingleSignOn(newcomer: {
  email: string;
  emailVerified?: boolean | null;
}): Promise<Role> {
  if (newcomer.emailVerified !== true)
    throw refuse("email_not_verified", "The provider has not verified this address.");
  if (!(await ownerExists())) throw refuse("signup_disabled", "There is no owner yet.");
  const invitation = await db().accessLink.findFirst({
    where: { ...openLinks("invitation"), email: newcomer.email },
    orderBy: { id: "desc" },
  });
  if (invitation) return roleOf(invitation.role);
  const { OIDC_DEFAULT_ROLE } = env();
  if (OIDC_DEFAULT_ROLE === undefined) throw refuse("signup_disabled", "Nobody invited this one.");
  return OIDC_DEFAULT_ROLE;
}

/**
 * Uses up the invitation of somebody whom single sign-on has just made an account. Only now: an account
 * that could not be made must not cost them their invitation.
 * @param headers of the request by which they came
 */
export async function acceptInvitationOf(
  user: { id: string; email: string; role?: unknown },
  headers: Headers = new Headers(),
): Promise<void> {
  const { id, email } = user;
  await db().$transaction(async (tx) => {
    const { count } = await tx.accessLink.updateMany({
      where: { ...openLinks("invitation"), email },
      data: { usedAt: new Date() },
    });
    if (count === 0) return;
    const role = roleOf(typeof user.role === "string" ? user.role : null);
    await withOrigin(headers, () =>
      writeAudit(tx, {
        actor: { kind: "user", id, email, role },
        action: "invitation.accepted",
        targetType: "user",
        targetId: id,
        detail: role,
      }),
    );
  });
}

/**
 * Throws when somebody at the provider is to join an account that another one there has opened for an
 * address nobody vouched for, as earlier releases allowed: both would be in it.
 */
export async function refuseDoubtfulAccount(account: {
  userId: string;
  providerId: string;
}): Promise<void> {
  if (account.providerId !== OIDC_PROVIDER) return;
  const doubtful = await db().user.count({
    where: {
      id: account.userId,
      emailVerified: false,
      accounts: { some: { providerId: OIDC_PROVIDER } },
    },
  });
  if (doubtful > 0)
    throw refuse("account_in_doubt", "Somebody else has opened an account for this address.");
}
