import "server-only";
import { createHash } from "node:crypto";
import type { BetterAuthPlugin, GenericEndpointContext } from "better-auth";
import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from "better-auth/api";
import { accountHalfway, noteUsedCode } from "@/lib/audit/second-step";

const PATH = "/two-factor/verify-totp";
/** Longer than a code counts, which is a minute and a half at most, on servers whose clocks differ too. */
const KEPT_MS = 10 * 60_000;
/** What no app shows: the plugin refuses it and counts it, like every other wrong code. */
const NO_CODE = "";

/** Of a request: what was reserved for it, and whether its code had been used before. */
interface Attempt {
  reserved: string[];
  isReplay: boolean;
}
const attempts = new WeakMap<Headers, Attempt>();

/**
 * Whose code the plugin may look at: the session's, and the second step's where there is none. Both are
 * asked for, so that a session which ends in between changes nothing.
 */
async function accountsOf(ctx: GenericEndpointContext): Promise<Set<string>> {
  const session = await getSessionFromCtx(ctx, { disableCookieCache: true, disableRefresh: true });
  const halfway = await accountHalfway(ctx);
  return new Set([session?.user.id, halfway].filter((id) => id != null));
}

/** Of a used code nothing is kept that shows it. */
const markOf = (userId: string, code: string) =>
  `totp-used-${createHash("sha256").update(`${userId} ${code}`).digest("base64url")}`;

/**
 * Takes a code for its account before it is looked at: of all requests, on all web servers, only one can,
 * as the row's primary key is made of it.
 */
async function reserve(ctx: GenericEndpointContext, code: string): Promise<Attempt> {
  const attempt: Attempt = { reserved: [], isReplay: false };
  const expiresAt = new Date(Date.now() + KEPT_MS);
  for (const userId of await accountsOf(ctx)) {
    const identifier = markOf(userId, code);
    const { internalAdapter } = ctx.context;
    const isFirst = await internalAdapter.reserveVerificationValue({
      identifier,
      value: "used",
      expiresAt,
    });
    if (isFirst) attempt.reserved.push(identifier);
    else attempt.isReplay = true;
  }
  return attempt;
}

/**
 * Lets every code of an authenticator app count once (RFC 6238, 5.2): at sign-in, and when it switches the
 * second step on. better-auth forgets those rows itself, with its other expired ones.
 */
export function usedCodes() {
  return {
    id: "used-codes",
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === PATH,
          handler: createAuthMiddleware(async (ctx) => {
            const code: unknown = ctx.body?.code;
            // Anything else is no code, and refused as such.
            if (!ctx.headers || typeof code !== "string" || !/^\d{6}$/.test(code)) return;
            const attempt = await reserve(ctx, code);
            attempts.set(ctx.headers, attempt);
            if (!attempt.isReplay) return;
            noteUsedCode(ctx.headers);
            return { context: { body: { ...ctx.body, code: NO_CODE } } };
          }),
        },
      ],
      after: [
        {
          matcher: ({ path }) => path === PATH,
          handler: createAuthMiddleware(async (ctx) => {
            const attempt = ctx.headers && attempts.get(ctx.headers);
            const { returned, internalAdapter } = ctx.context;
            if (!attempt || !isAPIError(returned)) return;
            // It let nobody in, whether it was wrong or not looked at: it may be a right one yet.
            for (const identifier of attempt.reserved)
              await internalAdapter.deleteVerificationByIdentifier(identifier);
            if (attempt.isReplay && returned.body?.code === "INVALID_CODE")
              throw new APIError("UNAUTHORIZED", { code: "USED_CODE", message: "Used code" });
          }),
        },
      ],
    },
  } satisfies BetterAuthPlugin;
}
