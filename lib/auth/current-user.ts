import "server-only";
import { headers } from "next/headers";
import { type CurrentUser, userOfSession } from "@/lib/auth/session-user";

export type { CurrentUser };

/** Who is signed in, for pages and layouts; null for a visitor. */
export async function currentUser(): Promise<CurrentUser | null> {
  return userOfSession(await headers());
}
