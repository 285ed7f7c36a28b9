import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { bearerToken, hashKey } from "@/lib/auth/api-keys/key";
import { takeKey } from "@/lib/auth/api-keys/key-limits";
import { changesState, requireOwnOrigin } from "@/lib/auth/origins";
import { scopesOf } from "@/lib/auth/permissions";
import { userOfSession } from "@/lib/auth/session-user";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import type { RequestHead } from "@/lib/http/route";
import { log } from "@/lib/log";

/** How often a key's last use is written at most. */
const LAST_USED_EVERY_MS = 60_000;

/**
 * Who sends a request: the API key in `Authorization: Bearer`, otherwise the session in its cookie.
 * A bearer that is not valid is never made up for by a cookie. Throws `unauthenticated`,
 * `too_many_requests` beyond a key's limit, and `forbidden` when a session is to change something from
 * another site's page.
 * @param answer headers of the answer, also of one that tells what was thrown; filled in here
 */
export async function requireActor(request: RequestHead, answer = new Headers()): Promise<Actor> {
  const token = bearerToken(request.headers.get("authorization"));
  try {
    return token === null ? await actorOfSession(request) : await actorOfKey(token, answer);
  } catch (error) {
    // RFC 9110, 15.5.2 and RFC 6750, 3: a 401 says what would have been accepted.
    if (error instanceof AppError && error.code === "unauthenticated") {
      answer.set("www-authenticate", token === null ? "Bearer" : 'Bearer error="invalid_token"');
    }
    throw error;
  }
}

async function actorOfSession(request: RequestHead): Promise<Actor> {
  const user = await userOfSession(request.headers);
  if (!user)
    throw new AppError("unauthenticated", "Sign in, or send an API key as a bearer token.");
  if (changesState(request.method)) requireOwnOrigin(request);
  return { kind: "user", id: user.id, email: user.email, role: user.role };
}

async function actorOfKey(token: string, answer: Headers): Promise<Actor> {
  // What can't be a key is not looked for: its form is no secret.
  if (token === "") throw new AppError("unauthenticated", "This API key is not valid.");
  const found = await takeKey(hashKey(token), answer);
  noteUse(found.id, found.lastUsedAt);
  return { kind: "apiKey", id: found.id, name: found.name, scopes: scopesOf(found.scopes) };
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
