import "server-only";
import { createAuthMiddleware, getSessionFromCtx, isAPIError } from "better-auth/api";
import { withOrigin } from "@/lib/audit/request-origin";
import { type AuditInput, visitor, writeAudit } from "@/lib/audit/write-audit";
import { roleOf } from "@/lib/auth/permissions";
import { createLimiter } from "@/lib/auth/public-route";
import { db } from "@/lib/db";
import { log } from "@/lib/log";

/** Whoever guesses passwords may not fill the log: beyond this, a minute's refusals are not told apart. */
const REFUSALS_PER_MINUTE = 30;
const mayTellRefusal = createLimiter({ max: REFUSALS_PER_MINUTE, windowMs: 60_000 });

interface Account {
  id: string;
  email: string;
  role?: string | null;
}

function entryOf(account: Account, action: string): AuditInput {
  const { id, email } = account;
  return {
    actor: { kind: "user", id, email, role: roleOf(account.role) },
    action,
    targetType: "user",
    targetId: id,
  };
}

const write = (headers: Headers | undefined, entry: AuditInput) =>
  withOrigin(headers ?? new Headers(), () => writeAudit(db(), entry));

/**
 * Somebody who did not get in. An address is told only when it is an account's: people type a password
 * into the wrong field. The work is the same for those that are none.
 */
async function noteRefusal(headers: Headers | undefined, email: unknown): Promise<void> {
  if (!mayTellRefusal()) return;
  const address = typeof email === "string" ? email.toLowerCase().replaceAll("\u0000", "") : "";
  const account = await db().user.findUnique({ where: { email: address }, select: { id: true } });
  await write(headers, {
    actor: visitor,
    action: "session.refused",
    targetType: account ? "user" : "unknownAccount",
    targetId: account?.id ?? "unknown",
  });
}

/** Other ways in: the second step, and the way back from single sign-on. */
const STARTS = /^\/(two-factor\/verify-|callback\/)/;

/** What somebody changes of their own account. */
const changes: Readonly<Record<string, string>> = {
  "/change-password": "user.passwordChanged",
  "/two-factor/verify-totp": "user.twoFactorVerified",
  "/two-factor/disable": "user.twoFactorRemoved",
  "/two-factor/generate-backup-codes": "user.recoveryCodesMade",
};

/** What the log of better-auth's own addresses is: signing in, in vain too, signing out, passwords. */
export const auditSignIns = {
  before: createAuthMiddleware(async (ctx) => {
    if (ctx.path !== "/sign-out") return;
    // Afterwards nobody knows whose it was.
    const session = await getSessionFromCtx(ctx);
    if (session) await write(ctx.headers, entryOf(session.user, "session.ended"));
  }),
  after: createAuthMiddleware(async (ctx) => {
    const { returned, newSession, session } = ctx.context;
    if (ctx.path === "/sign-in/email") {
      // With a second step, that is what starts the session.
      if (newSession?.user.twoFactorEnabled) return;
      if (newSession) await write(ctx.headers, entryOf(newSession.user, "session.started"));
      else if (isAPIError(returned)) {
        await noteRefusal(ctx.headers, ctx.body?.email).catch((error: unknown) =>
          log.warn({ err: error }, "a refused sign-in could not be noted"),
        );
      }
    }
    // The way back from single sign-on ends in a redirect, which better-auth throws as an error.
    if (newSession && !session && STARTS.test(ctx.path)) {
      await write(ctx.headers, entryOf(newSession.user, "session.started"));
    }
    if (isAPIError(returned)) return;
    const action = changes[ctx.path];
    if (action && session) await write(ctx.headers, entryOf(session.user, action));
  }),
};
