import "server-only";
import { type Db, db } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/http/errors";
import { newId } from "@/lib/ids";
import { answerFor, type InboxAnswer } from "@/lib/inboxes/answers";
import { asSent } from "@/lib/inboxes/as-sent";
import { type InboxBehaviour, MESSAGE_BODY_MAX_BYTES, MESSAGES_KEPT } from "@/lib/inboxes/schemas";
import { signatureChecker } from "@/lib/inboxes/signature";
import { log } from "@/lib/log";
import { readSecret } from "@/lib/secrets/store";
import { maskHeaders } from "@/lib/webhooks/headers";

/** Beyond what is kept, this much more is read for the signature; then the rest is left unread. */
const READ_MAX_BYTES = 16 * 1024 * 1024;

/**
 * Takes in a request to an inbox: checks its signature, keeps it, and says what to answer; null for
 * an unknown address. No session: whoever knows the address may send, as with any webhook.
 */
export async function receiveMessage(input: {
  token: string;
  method: string;
  headers: Headers;
  body: AsyncIterable<Uint8Array> | null;
}): Promise<InboxAnswer | null> {
  const { token, method, headers } = input;
  // Also keeps what PostgreSQL's text can't hold away from it.
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  const inbox = await db().inbox.findUnique({ where: { token } });
  if (!inbox) return null;

  const checker = signatureChecker(await secretOf(inbox), headers);
  const body = await readBody(input.body, checker.update);
  const signature = checker.result();
  const behaviour = inbox.behaviour as InboxBehaviour;
  const webhookId = headers.get("x-webhook-id");

  const keep = async (client: Db, failedBefore: number) => {
    const answer = answerFor(behaviour, failedBefore);
    await client.inboxMessage.create({
      data: {
        id: newId("inboxMessage"),
        inboxId: inbox.id,
        method,
        headers: JSON.stringify(maskHeaders(asSent(headers, env().PORT))),
        body,
        answeredWith: answer.status,
        signature,
      },
    });
    return answer;
  };

  try {
    const answer =
      behaviour === "fail-twice"
        ? await db().$transaction(async (tx) =>
            keep(tx, await countFailures(tx, inbox.id, webhookId)),
          )
        : await keep(db(), 0);
    await prune(inbox.id);
    return answer;
  } catch (error) {
    // P2003: the inbox was deleted while the body arrived.
    if ((error as { code?: unknown }).code === "P2003") return null;
    throw error;
  }
}

/** How often requests with this X-Webhook-Id, or with none, were answered with 500. */
async function countFailures(tx: Db, inboxId: string, webhookId: string | null): Promise<number> {
  // Locked, so that requests at the same time are counted one after the other.
  await tx.$queryRaw`SELECT 1 FROM inboxes WHERE id = ${inboxId} FOR UPDATE`;
  // Part of the JSON text that a header's value can't imitate: its quotes are escaped there.
  const field = '"x-webhook-id":';
  const rows = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM inbox_messages
    WHERE inbox_id = ${inboxId} AND answered_with = 500 AND CASE
      WHEN ${webhookId}::text IS NULL THEN position(${field} IN headers) = 0
      ELSE position(${field + JSON.stringify(webhookId)} IN headers) > 0 END`;
  return Number(rows[0]?.count ?? 0);
}

async function secretOf(inbox: { id: string; secretId: string | null }): Promise<string | null> {
  if (inbox.secretId === null) return null;
  try {
    return await readSecret(db(), inbox.secretId);
  } catch (error) {
    log.warn({ err: error, inboxId: inbox.id }, "the secret of an inbox can't be read");
    return null;
  }
}

/** The body up to its limit; `onChunk` sees more of it. */
async function readBody(
  source: AsyncIterable<Uint8Array> | null,
  onChunk: (chunk: Uint8Array) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let read = 0;
  try {
    for await (const chunk of source ?? []) {
      onChunk(chunk);
      read += chunk.length;
      if (kept < MESSAGE_BODY_MAX_BYTES) {
        const part = chunk.subarray(0, MESSAGE_BODY_MAX_BYTES - kept);
        chunks.push(part);
        kept += part.length;
      }
      if (read > READ_MAX_BYTES) break;
    }
  } catch {
    throw new AppError("invalid_request", "The body ended early.");
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Lets the oldest messages beyond the limit go. A failure is no reason to refuse the new one. */
async function prune(inboxId: string): Promise<void> {
  try {
    await db().$executeRaw`
      DELETE FROM inbox_messages WHERE inbox_id = ${inboxId} AND id <= (
        SELECT id FROM inbox_messages WHERE inbox_id = ${inboxId}
        ORDER BY id DESC OFFSET ${MESSAGES_KEPT} LIMIT 1)`;
  } catch (error) {
    log.warn({ err: error, inboxId }, "could not remove old messages of an inbox");
  }
}
