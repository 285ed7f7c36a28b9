import "server-only";
import { createTransport } from "nodemailer";

export interface Mail {
  from: string;
  to: readonly string[];
  subject: string;
  text: string;
  html: string;
  /** The same for every repeat, so that a mail that comes twice is known. */
  messageId: string;
}

/** Why a mail was not taken, in words; the code is nodemailer's. */
export class MailError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** The server's answer, such as 550; null without one. */
    readonly responseCode: number | null,
  ) {
    super(message);
    this.name = "MailError";
  }
}

/** The code of a mail that some of its recipients get and others do not. */
export const PARTLY_REFUSED = "EPARTLY";

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

/**
 * Hands a mail to the server at an address such as `smtps://user:password@mail.example.com:465`.
 * Throws MailError when the server can't be reached, or refuses the mail for all or some recipients.
 */
export async function sendMail(smtpUrl: string, mail: Mail): Promise<void> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    dnsTimeout: CONNECT_MS,
    // Nothing of a mail is read from this machine or from an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { rejected } = await transport.sendMail({ ...mail, to: [...mail.to] });
    if (rejected.length > 0)
      throw new MailError(PARTLY_REFUSED, `refused for ${rejected.map(String).join(", ")}`, null);
  } catch (error) {
    if (error instanceof MailError || !(error instanceof Error)) throw error;
    const { code, responseCode } = error as Error & { code?: string; responseCode?: number };
    throw new MailError(code ?? "", error.message, responseCode ?? null);
  } finally {
    transport.close();
  }
}
