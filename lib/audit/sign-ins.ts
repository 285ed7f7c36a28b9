import "server-only";
import { createAuthMiddleware, getSessionFromCtx, isAPIError } from "better-auth/api";
import { withOrigin } from "@/lib/audit/request-origin";
import { noteSecondStep, refusedSecondStep } from "@/lib/audit/second-step";
import { type AuditInput, visitor, writeAudit } from "@/lib/audit/write-audit";
import { roleOf } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { TokenBucket } from "@/lib/http/rate-limit";
import { log } from "@/lib/log";

/** Whoever guesses passwords may not fill the log: refusals beyond this are not written down. */
const REFUSALS_PER_MINUTE = 30;
const refusals = new TokenBucket(REFUSALS_PER_MINUTE);

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
  if (!refusals.take()) return;
  const address = typeof email === "string" ? email.toLowerCase().replaceAll("\u0000", "") : "";
  const account = await db().user.findUnique({ where: { email: address }, select: { id: true } });
  await write(headers, {
    actor: visitor,
    action: "session.refused",
    targetType: account ? "user" : "unknownAccount",
    targetId: account?.id ?? "unknown",
  });
}

/** Somebody who knew the password and did not get past the second step. */
async function noteRefusedStep(
  headers: Headers | undefined,
  { userId, how }: { userId: string; how: string },
): Promise<void> {
  if (!refusals.take()) return;
  await write(headers, {
    actor: visitor,
    action: "session.refused",
    targetType: "user",
    targetId: userId,
    detail: how,
  });
}

/** Somebody with a session who did not know its password, which a change asks for once more. */
async function noteRefusedPassword(headers: Headers | undefined, person: Account): Promise<void> {
  if (refusals.take()) await write(headers, entryOf(person, "user.passwordRefused"));
}

/** Whoever was refused is told so all the same when the log can't be written. */
const tried = (noting: Promise<void>) =>
  noting.catch((error: unknown) =>
    log.warn({ err: error }, "a refused sign-in could not be noted"),
  );

/** Other ways in: the second step, and the way back from single sign-on. */
const STARTS = /^\/(two-factor\/verify-|callback\/)/;

/** The second step by a recovery code, which is good once. */
const RECOVERS = "/two-factor/verify-backup-code";

/** What somebody changes of their own account. */
const changes: Readonly<Record<string, string>> = {
  "/change-password": "user.passwordChanged",
  "/two-factor/verify-totp": "user.twoFactorVerified",
  "/two-factor/disable": "user.twoFactorRemoved",
  "/two-factor/generate-backup-codes": "user.recoveryCodesMade",
};

/** better-auth's code of a change whose password is not the person's. */
const WRONG_PASSWORD = "INVALID_PASSWORD";
const ASKS_PASSWORD = /^\/(change-password|two-factor\/(enable|disable|generate-backup-codes))$/;

/** Those that switch something on or off; asked for once more, they change nothing. */
const SWITCHES = new Set(["user.twoFactorVerified", "user.twoFactorRemoved"]);

/** What the log of better-auth's own addresses is: signing in, in vain too, signing out, passwords. */
export const auditSignIns = {
  before: createAuthMiddleware(async (ctx) => {
    await noteSecondStep(ctx);
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
        await tried(noteRefusal(ctx.headers, ctx.body?.email));
      }
    }
    // The way back from single sign-on ends in a redirect, which better-auth throws as an error.
    if (newSession && !session && STARTS.test(ctx.path)) {
      const detail = ctx.path === RECOVERS ? "with a recovery code" : undefined;
      await write(ctx.headers, { ...entryOf(newSession.user, "session.started"), detail });
    }
    if (isAPIError(returned)) {
      const code = returned.body?.code;
      const refused = refusedSecondStep(ctx, code);
      if (refused && !session) await tried(noteRefusedStep(ctx.headers, refused));
      if (session && ASKS_PASSWORD.test(ctx.path) && code === WRONG_PASSWORD)
        await tried(noteRefusedPassword(ctx.headers, session.user));
      return;
    }
    const action = changes[ctx.path];
    if (!action || !session) return;
    const isOn = newSession?.user.twoFactorEnabled ?? session.user.twoFactorEnabled;
    if (SWITCHES.has(action) && isOn === session.user.twoFactorEnabled) return;
    await write(ctx.headers, entryOf(session.user, action));
  }),
};
