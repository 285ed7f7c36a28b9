import "server-only";
import { hashPassword } from "better-auth/crypto";
import { visitor, writeAudit } from "@/lib/audit/write-audit";
import { roleOf } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { parseInput } from "@/lib/http/problem";
import { log } from "@/lib/log";
import { sendMail } from "@/lib/net/smtp";
import { isMailConfigured } from "@/lib/notifications/settings";
import { findLink, makeLink, openLinks, takeLink } from "@/lib/people/access-link";
import { findPerson } from "@/lib/people/lock-people";
import { forgotPasswordSchema, resetPasswordSchema } from "@/lib/people/schemas";

/** Anybody can ask in somebody's name: no more mails than this, and the link sent before stays good. */
const MAILED_AGAIN_AFTER_MS = 5 * 60_000;

/** Sets the password of a link's owner and ends all their sessions. Throws `not_found` for a link that is over. */
export async function resetPassword(input: unknown): Promise<{ email: string }> {
  const { token, password } = parseInput(resetPasswordSchema, input);
  // Asked before as well, so that the costly hash is not a gift to whoever calls in a loop.
  if (!(await findLink(db(), "reset", token))) await takeLink(db(), "reset", token);
  const hash = await hashPassword(password);
  return db().$transaction(async (tx) => {
    const link = await takeLink(tx, "reset", token);
    const { id, email, role } = await findPerson(tx, link.userId ?? "");
    await tx.account.updateMany({
      where: { userId: id, providerId: "credential" },
      data: { password: hash },
    });
    await tx.session.deleteMany({ where: { userId: id } });
    // An owner's and a mailed one may both be open.
    await tx.accessLink.updateMany({
      where: { ...openLinks("reset"), userId: id },
      data: { revokedAt: new Date() },
    });
    await writeAudit(tx, {
      actor: { kind: "user", id, email, role: roleOf(role) },
      action: "user.passwordReset",
      targetType: "user",
      targetId: id,
    });
    return { email };
  });
}

/**
 * Sends somebody who has forgotten their password a link, when mail is set up. Answers before anything
 * is looked up, so that neither the answer nor its time tells whether the address is somebody's.
 */
export function forgotPassword(input: unknown): { mailed: boolean } {
  const { email } = parseInput(forgotPasswordSchema, input);
  if (!isMailConfigured()) return { mailed: false };
  mailResetLink(email).catch((error: unknown) =>
    // Its message may name the mail server's account.
    log.warn({ name: (error as Error).name }, "a link to set a password could not be mailed"),
  );
  return { mailed: true };
}

async function mailResetLink(email: string): Promise<void> {
  const { SMTP_URL = "", MAIL_FROM = "", appUrl } = env();
  const made = await db().$transaction(async (tx) => {
    const person = await tx.user.findFirst({
      where: { email, accounts: { some: { providerId: "credential" } } },
      select: { id: true },
    });
    if (!person) return null;
    // Of several who ask at once, one is the first.
    await tx.$queryRaw`SELECT id FROM users WHERE id = ${person.id} FOR UPDATE`;
    const mailed = await tx.accessLink.count({
      where: {
        ...openLinks("reset"),
        userId: person.id,
        createdBy: null,
        createdAt: { gt: new Date(Date.now() - MAILED_AGAIN_AFTER_MS) },
      },
    });
    if (mailed > 0) return null;
    await writeAudit(tx, {
      actor: visitor,
      action: "user.resetLinkMailed",
      targetType: "user",
      targetId: person.id,
    });
    return makeLink(tx, { kind: "reset", email, userId: person.id, createdBy: null });
  });
  if (!made) return;
  const text = `Somebody asked to set a new password for ${email} at ${appUrl}.\n\nSet it here, within a day:\n${made.url}\n\nIf that was not you, there is nothing to do: the password stays as it is.\n`;
  await sendMail(SMTP_URL, {
    from: MAIL_FROM,
    to: [email],
    subject: "Set a new password",
    text,
    html: `<pre style="font:inherit;white-space:pre-wrap">${text.replaceAll(/https?:\S+/g, (url) => `<a href="${url}">${url}</a>`)}</pre>`,
    messageId: `<${made.link.id}@${new URL(appUrl).hostname}>`,
  });
}
