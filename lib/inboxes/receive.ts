import "server-only";
import { type Db, db } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/http/errors";
import { newId } from "@/lib/ids";
import { answerFor, countedFailure, type InboxAnswer } from "@/lib/inboxes/answers";
import { asSent } from "@/lib/inboxes/as-sent";
import { mayReceive } from "@/lib/inboxes/pace";
import { type InboxBehaviour, MESSAGE_BODY_MAX_BYTES, MESSAGES_KEPT } from "@/lib/inboxes/schemas";
import { findSender } from "@/lib/inboxes/sender";
import { signatureChecker } from "@/lib/inboxes/signature";
import { log } from "@/lib/log";
import { readSecret } from "@/lib/secrets/store";
import { maskHeaders } from "@/lib/webhooks/headers";

/** Beyond what is kept, this much more is read for the signature; then the rest is left unread. */
const READ_MAX_BYTES = 16 * 1024 * 1024;

/** What is beyond the pace of an inbox is neither read nor kept. */
const TOO_MANY: InboxAnswer = {
  status: 429,
  contentType: "text/plain; charset=utf-8",
  body: "This inbox takes in no more messages for some seconds.\n",
  delayMs: 0,
  headers: { "retry-after": "10" },
};

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

  const receivedAt = new Date();
  if (!mayReceive(inbox.id, receivedAt.getTime())) return TOO_MANY;

  const webhookId = headers.get("x-webhook-id") ?? headers.get("webhook-id");
  const attempt = headers.get("x-webhook-attempt");
  const sender = await findSender({ token, webhookId, attempt });
  const own = await secretOf(inbox);
  const checker = signatureChecker(own ?? sender?.secret ?? null, headers, receivedAt.getTime());
  const { body, size } = await readBody(input.body, checker.update);
  const { signature, checks } = checker.result(sender?.body);
  const checkedWith = own !== null ? "inbox" : sender?.secret ? "sender" : null;
  const behaviour = inbox.behaviour as InboxBehaviour;

  const keep = async (client: Db, failedBefore: number) => {
    const answer = answerFor(behaviour, failedBefore);
    await client.inboxMessage.create({
      data: {
        id: newId("inboxMessage"),
        inboxId: inbox.id,
        method,
        headers: JSON.stringify(
          maskHeaders(asSent(headers, env().PORT), sender?.secretHeaderNames),
        ),
        body,
        bodySize: size,
        answeredWith: answer.status,
        signature,
        checks: JSON.stringify(checks),
        checkedWith,
        webhookId,
        arrival: await countArrivals(client, inbox.id, webhookId),
        deliveryId: sender?.deliveryId ?? null,
        runId: sender?.runId ?? null,
        receivedAt,
      },
    });
    return answer;
  };

  try {
    const counted = countedFailure[behaviour];
    const answer =
      counted === undefined
        ? await keep(db(), 0)
        : await db().$transaction(async (tx) =>
            keep(tx, await countFailures(tx, inbox.id, webhookId, counted)),
          );
    await prune(inbox.id);
    return answer;
  } catch (error) {
    // P2003: the inbox was deleted while the body arrived.
    if ((error as { code?: unknown }).code === "P2003") return null;
    throw error;
  }
}

/** How often requests with this webhook id, or with none, were answered with a status. */
async function countFailures(
  tx: Db,
  inboxId: string,
  webhookId: string | null,
  status: number,
): Promise<number> {
  // Locked, so that requests at the same time are counted one after the other.
  await tx.$queryRaw`SELECT 1 FROM inboxes WHERE id = ${inboxId} FOR UPDATE`;
  return tx.inboxMessage.count({ where: { inboxId, webhookId, answeredWith: status } });
}

/** The how-manieth message with this webhook id the next one is; older ones may be gone by now. */
async function countArrivals(tx: Db, inboxId: string, webhookId: string | null): Promise<number> {
  if (webhookId === null) return 1;
  const { _max } = await tx.inboxMessage.aggregate({
    where: { inboxId, webhookId },
    _max: { arrival: true },
  });
  return (_max.arrival ?? 0) + 1;
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

/** The body up to its limit, and the bytes that were read; `onChunk` sees all of those. */
async function readBody(
  source: AsyncIterable<Uint8Array> | null,
  onChunk: (chunk: Uint8Array) => void,
): Promise<{ body: Uint8Array<ArrayBuffer>; size: number }> {
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
  return { body: new Uint8Array(Buffer.concat(chunks)), size: read };
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
