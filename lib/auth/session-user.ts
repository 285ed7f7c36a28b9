import "server-only";
import { auth } from "@/lib/auth/auth";
import { type Role, roleOf } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { log } from "@/lib/log";

/** How often a session's last use is written at most. */
const LAST_USED_EVERY_MS = 60_000;

export type CurrentUser = { id: string; email: string; name: string; role: Role };

/** The session whose cookie these headers carry; null for a visitor. */
export async function sessionIdOf(headers: Headers): Promise<string | null> {
  const session = await auth().api.getSession({ headers, query: { disableRefresh: true } });
  return session?.session.id ?? null;
}

/** The person whose session cookie these headers carry; null for a visitor. */
export async function userOfSession(headers: Headers): Promise<CurrentUser | null> {
  // Renewing here would lengthen the session in the database without telling the browser's cookie.
  const session = await auth().api.getSession({ headers, query: { disableRefresh: true } });
  if (!session) return null;
  noteUse(session.session);
  const { id, email, name, role } = session.user;
  return { id, email, name, role: roleOf(role) };
}

/** Not awaited: a request does not wait for a note about itself. */
function noteUse({ id, updatedAt }: { id: string; updatedAt: Date }): void {
  const now = new Date();
  const before = new Date(now.getTime() - LAST_USED_EVERY_MS);
  if (updatedAt > before) return;
  db()
    .session.updateMany({ where: { id, updatedAt: { lt: before } }, data: { updatedAt: now } })
    .catch((error: unknown) => log.warn({ err: error }, "could not note the use of a session"));
}
