import "server-only";
import { auth } from "@/lib/auth/auth";

export type CurrentUser = { id: string; email: string; name: string; role: string };

/** The person whose session cookie these headers carry; null for a visitor. */
export async function userOfSession(headers: Headers): Promise<CurrentUser | null> {
  // Renewing here would lengthen the session in the database without telling the browser's cookie.
  const session = await auth().api.getSession({ headers, query: { disableRefresh: true } });
  if (!session) return null;
  const { id, email, name, role } = session.user;
  return { id, email, name, role: role ?? "owner" };
}
