import "server-only";
import { env } from "@/lib/env";
import { MailError, PARTLY_REFUSED, sendMail } from "@/lib/net/smtp";
import type { SendOutcome } from "@/lib/notifications/attempt-send";

/**
 * Hands a message to the mail server. Never throws for anything the server or its configuration does.
 * Whatever went wrong is tried again: the operator may be mending it.
 */
export async function deliverMail({
  sendId,
  mail,
  recipients,
}: {
  sendId: string;
  mail: { subject: string; text: string; html: string };
  recipients: readonly string[];
}): Promise<SendOutcome> {
  const { SMTP_URL, MAIL_FROM, appUrl } = env();
  const started = performance.now();
  const ended = (failure: SendOutcome["failure"], statusCode: number | null, mayRetry = true) => ({
    failure,
    mayRetry,
    statusCode,
    durationMs: performance.now() - started,
    retryAfter: null,
  });
  if (SMTP_URL === undefined || MAIL_FROM === undefined || recipients.length === 0) {
    const message =
      recipients.length === 0
        ? "Nobody is left to send it to."
        : "This instance has no mail server any more.";
    return ended({ kind: "mail_unconfigured", message, hint: "" }, null, false);
  }
  try {
    await sendMail(SMTP_URL, {
      ...mail,
      from: MAIL_FROM,
      to: recipients,
      messageId: `<${sendId}@${new URL(appUrl).hostname}>`,
    });
    return ended(null, null);
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    // Those who got it would get it again.
    const mayRetry = error.code !== PARTLY_REFUSED;
    const failure = describeMailFailure(error, new URL(SMTP_URL).host);
    return ended(failure, error.responseCode, mayRetry);
  }
}

/** What happened and what to do, as for webhooks. The address of the server holds a password: its host is told. */
export function describeMailFailure(
  { code, message, responseCode }: MailError,
  host: string,
): { kind: string; message: string; hint: string } {
  const status = responseCode === null ? "" : ` (status ${responseCode})`;
  switch (code) {
    case "EAUTH":
      return {
        kind: "mail_auth",
        message: `The mail server ${host} refused the user name or password${status}.`,
        hint: "The operator sets them in SMTP_URL.",
      };
    case "ENOAUTH":
      return {
        kind: "mail_auth",
        message: `The mail server ${host} wants a user name and password.`,
        hint: "The operator sets them in SMTP_URL.",
      };
    case "EENVELOPE":
      return {
        kind: "mail_refused",
        message: `The mail server ${host} refused the sender or a recipient${status}.`,
        hint: "Check the addresses, and whether the server sends for the one in MAIL_FROM.",
      };
    case PARTLY_REFUSED:
      return {
        kind: "mail_refused",
        message: `The mail server ${host} took the message, but ${message}.`,
        hint: "Check these addresses; the others have got it.",
      };
    case "EMESSAGE":
      return {
        kind: "mail_refused",
        message: `The mail server ${host} refused the message${status}.`,
        hint: "Its administrator can tell why.",
      };
    case "ETLS":
      return {
        kind: "mail_connection",
        message: `No secure connection to the mail server ${host}.`,
        hint: "Check its certificate, and whether SMTP_URL should begin with smtp:// or smtps://.",
      };
    case "EDNS":
    case "ESOCKET":
    case "ECONNECTION":
    case "ETIMEDOUT":
      return {
        kind: "mail_connection",
        message: `No connection to the mail server ${host}${reasonOf(message)}.`,
        hint: "Check that it is running, and the host and port in SMTP_URL.",
      };
    default:
      return {
        kind: "mail_failed",
        message: `The mail server ${host} did not take the message${status}.`,
        hint: "Its log may tell why.",
      };
  }
}

/** The system's code, such as ECONNREFUSED: the rest of such a message repeats the address. */
const reasonOf = (message: string) => {
  const code = /\bE[A-Z]{3,}\b/.exec(message)?.[0];
  return code ? ` (${code})` : "";
};
