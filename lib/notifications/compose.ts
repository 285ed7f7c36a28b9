import type { NotificationFacts } from "@/lib/notifications/schemas";
import type { SendContent } from "@/lib/notifications/sends";
import { notificationPath, whenWords } from "@/lib/notifications/words";

/** What a message is made of. The same send always makes the same message. */
export interface Message extends SendContent {
  isTest: boolean;
  /** When it was made. */
  createdAt: Date;
  /** Of the product, without a trailing slash. */
  appUrl: string;
}

export const WEBHOOK_EVENT = "notifications";
export const WEBHOOK_TEST_EVENT = "notifications.test";

/** What the message says in a line: the subject of a mail, and the text for chats. */
export function subjectOf({ notifications, omitted, isTest }: Message): string {
  if (isTest) return "A test notification: nothing has happened";
  const [first] = notifications;
  const more = notifications.length - 1 + omitted;
  if (!first) return `${omitted} notifications`;
  return more > 0 ? `${first.text}, and ${more} more` : first.text;
}

const lineOf = (told: NotificationFacts) => `${told.text} (${whenWords(told)})`;
const linkOf = (appUrl: string, told: NotificationFacts) => `${appUrl}${notificationPath(told)}`;

/** The body of the webhook: the product's envelope, and a `text` that chat services show. */
export function webhookBody(message: Message): string {
  const { notifications, omitted, isTest, createdAt, appUrl } = message;
  const text = isTest
    ? subjectOf(message)
    : [...notifications.map(lineOf), ...(omitted > 0 ? [`and ${omitted} more`] : [])].join("\n");
  return JSON.stringify({
    event: isTest ? WEBHOOK_TEST_EVENT : WEBHOOK_EVENT,
    timestamp: createdAt.getTime(),
    data: {
      notifications: notifications.map((told) => ({ ...told, url: linkOf(appUrl, told) })),
      omitted,
    },
    text,
    source: "traderlaunchpad",
    version: "1.0",
  });
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** A subject is one line, whatever somebody calls a scenario. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 200);

/** The mail: its subject, and its body as plain text and as HTML. */
export function mailOf(message: Message): { subject: string; text: string; html: string } {
  const { notifications, omitted, isTest, appUrl } = message;
  const rest = omitted > 0 ? [`And ${omitted} more: ${appUrl}/notifications`] : [];
  const foot = `Which notifications are sent is chosen here: ${appUrl}/settings#notifications`;
  const intro = isTest ? ["Mail from TraderLaunchpad Integrations arrives here."] : [];
  const text = [
    ...intro,
    ...notifications.map((told) =>
      [lineOf(told), ...failureLines(told), linkOf(appUrl, told)].join("\n"),
    ),
    ...rest,
    `-- \n${foot}`,
  ].join("\n\n");
  const html = [
    ...intro.map((line) => `<p>${escapeHtml(line)}</p>`),
    ...notifications.map((told) => {
      const head = `<a href="${escapeHtml(linkOf(appUrl, told))}"><b>${escapeHtml(told.text)}</b></a>`;
      return `<p>${[head, escapeHtml(whenWords(told)), ...failureLines(told).map(escapeHtml)].join("<br>")}</p>`;
    }),
    ...rest.map((line) => `<p>${escapeHtml(line)}</p>`),
    `<p><small>${escapeHtml(foot)}</small></p>`,
  ].join("\n");
  return { subject: oneLine(subjectOf(message)), text: `${text}\n`, html: `${html}\n` };
}

/** What went wrong and what to do, where something did. */
const failureLines = ({ failure }: NotificationFacts): string[] =>
  failure === null ? [] : [failure.message, failure.hint].filter((line) => line !== "");
