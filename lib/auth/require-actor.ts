import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { bearerToken, hashKey } from "@/lib/auth/api-keys/key";

import { changesState, requireOwnOrigin } from "@/lib/auth/origins";
import { userOfSession } from "@/lib/auth/session-user";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { log } from "@/lib/log";

/** How often a key's last use is written at most. */
const LAST_USED_EVERY_MS = 60_000;

/**
 * Who sends a request: the API key in `Authorization: Bearer`, otherwise the session in its cookie.
 * A bearer that is not valid is never made up for by a cookie. Throws `unauthenticated`, and
 * `forbidden` when a session is to change something from another site's page.
 */
export async function requireActor(request: Request): Promise<Actor> {
  const token = bearerToken(request.headers.get("authorization"));
  if (token !== null) return actorOfKey(token);

  const user = await userOfSession(request.headers);
  if (!user)
    throw new AppError("unauthenticated", "Sign in, or send an API key as a bearer token.");
  if (changesState(request.method)) requireOwnOrigin(request);
  return { kind: "user", id: user.id, email: user.email, role: user.role };
}

async function actorOfKey(token: string): Promise<Actor> {
  // A malformed token is looked up like any other: the time taken tells nothing.
  const found = await db().apiKey.findUnique({ where: { keyHash: hashKey(token) } });
  if (!found || found.revokedAt !== null) {
    throw new AppError("unauthenticated", "This API key is not valid.");
  }
  noteUse(found.id, found.lastUsedAt);
  return { kind: "apiKey", id: found.id, name: found.name };
}

/** Not awaited: a request does not wait for a note about itself. */
function noteUse(id: string, lastUsedAt: Date | null): void {
  const now = Date.now();
  if (lastUsedAt !== null && now - lastUsedAt.getTime() < LAST_USED_EVERY_MS) return;
  db()
    .apiKey.updateMany({
      where: {
        id,
        OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(now - LAST_USED_EVERY_MS) } }],
      },
      data: { lastUsedAt: new Date(now) },
    })
    .catch((error: unknown) => log.warn({ err: error }, "could not note the use of an API key"));
}
