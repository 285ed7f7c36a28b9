import "server-only";
import { type Role, roleOf } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { findLink } from "@/lib/people/access-link";

/** Whom an invitation is for; null for a link that is over or never was. */
export async function readInvitation(token: string): Promise<{ email: string; role: Role } | null> {
  const link = await findLink(db(), "invitation", token);
  return link && { email: link.email, role: roleOf(link.role) };
}

/** Whose password a link sets; null for a link that is over or never was. */
export async function readReset(token: string): Promise<{ email: string } | null> {
  const link = await findLink(db(), "reset", token);
  return link && { email: link.email };
}
