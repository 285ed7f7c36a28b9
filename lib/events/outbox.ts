import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { engineEvents, inngest } from "@/inngest/client";
import { gather } from "@/lib/events/gather";
import { pauseFor, recentUtilization } from "@/lib/events/pace";
import { untilRouted } from "@/lib/events/routed";
import { log } from "@/lib/log";
import { type Sql, sql } from "@/lib/sql";

export type OutboxInput = { id: string; name: string; data: Record<string, string> };

/** How long after its commit a message belongs to the process that wrote it; then the sweeper takes it. */
const GRACE_MS = 5_000;
const RETRY_MS = 5_000;
const BATCH = 100;
/**
 * How long the next hand-over waits for events to be routed, in milliseconds: with what comes meanwhile
 * it takes along what comes of them. Another web server may route them, of which this one hears nothing.
 */
const ROUTED_MS = 100;
/** How many messages are remembered that were written here; what an outage leaves is read from the database. */
const WRITTEN_MAX = 5_000;
/** Messages of one hand-over; a run that spreads wide has as many at once. */
const AT_ONCE_MAX = 1_000;

/** Messages that were written here and wait to be handed over, so that nobody has to read them again. */
const written = new Map<string, OutboxInput>();

function remember(messages: readonly OutboxInput[]): void {
  for (const message of messages) written.set(message.id, message);
  for (const id of written.keys()) {
    if (written.size <= WRITTEN_MAX) return;
    written.delete(id);
  }
}

/**
 * Writes messages for the engine in the transaction that makes them due. The id is the event's id at
 * the engine: the same message handed over twice has the effect of once. Its time is by the database's
 * clock, as the sweeper's is: that of a web server may be wrong.
 * @param delayMs how long the sweeper leaves them alone, for what this process does itself
 */
export async function enqueue(
  tx: Sql,
  messages: readonly OutboxInput[],
  { delayMs = GRACE_MS }: { delayMs?: number } = {},
): Promise<string[]> {
  if (messages.length === 0) return [];
  const delaySeconds = Math.ceil(delayMs / 1000);
  await tx.$executeRaw`
    INSERT INTO outbox_messages (id, name, data, next_at)
    SELECT message.id, message.name, message.data,
      clock_timestamp() + make_interval(secs => ${delaySeconds}::int)
    FROM unnest(${messages.map(({ id }) => id)}::text[], ${messages.map(({ name }) => name)}::text[],
      ${messages.map(({ data }) => JSON.stringify(data))}::text[]) AS message (id, name, data)
    ON CONFLICT DO NOTHING`;
  remember(messages);
  return messages.map((message) => message.id);
}

/** Takes messages back in the transaction that does what they ask for. */
export async function takeBack(tx: Sql, ids: readonly string[]): Promise<void> {
  for (const id of ids) written.delete(id);
  await tx.$executeRaw`DELETE FROM outbox_messages WHERE id = ANY(${[...ids]}::text[])`;
}

/**
 * Takes messages back whose work has been done. Never throws: one that stays asks for what has been
 * done.
 */
export async function withdraw(ids: readonly string[]): Promise<void> {
  await takeBack(sql(), ids).catch((error: unknown) =>
    log.warn({ err: error }, "messages could not be taken back"),
  );
}

/** Messages that wait for the hand-over under way, and then go together in the next one. */
const waiting = new Set<string>();
let underway: Promise<void> | undefined;

/**
 * Hands messages to the engine right after their commit, without making the caller wait or fail:
 * what an outage leaves behind is handed over by the sweeper. One hand-over is under way at a time, until
 * its events are routed, and for longer while this process is busy: the busier it is, the fewer calls and
 * statements each message costs.
 */
export function handOver(ids: readonly string[]): void {
  for (const id of ids) waiting.add(id);
  if (waiting.size === 0) return;
  underway ??= handOverAll();
}

async function handOverAll(): Promise<void> {
  try {
    while (waiting.size > 0) {
      const ids = [...waiting].slice(0, AT_ONCE_MAX);
      for (const id of ids) waiting.delete(id);
      const { routed } = await deliverMessages(ids);
      await Promise.all([routed, wait(pauseFor(recentUtilization()))]);
    }
  } catch (error) {
    // The others would fail in the same way, and an outage may be long.
    waiting.clear();
    log.warn({ err: error }, "hand-over failed; the sweeper will repeat it");
  } finally {
    // In the same turn in which nothing was found to wait: what comes after it starts the next one.
    underway = undefined;
  }
}

/** Waits for hand-overs under way; for scripts, before they exit. */
export async function settleHandOvers(): Promise<void> {
  await underway;
}

/**
 * Hands over what a crash or an outage left behind. Safe with several instances: each claims its own
 * rows by moving their time, and a message sent twice counts once. Returns how many were handed over.
 */
export async function sweepOutbox(): Promise<number> {
  const claimed = await sql().$queryRaw<{ id: string }[]>`
    UPDATE outbox_messages SET attempts = attempts + 1,
      next_at = now() + make_interval(secs => ${RETRY_MS / 1000}::int)
    WHERE id IN (
      SELECT id FROM outbox_messages WHERE next_at <= now()
      ORDER BY next_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  if (claimed.length === 0) return 0;
  await deliverMessages(claimed.map((row) => row.id));
  return claimed.length;
}

/** @returns `routed`: resolves once the events among them have been routed here, or soon anyway */
async function deliverMessages(ids: readonly string[]): Promise<{ routed: Promise<void> }> {
  const messages = await contentsOf(ids);
  if (messages.length === 0) return { routed: Promise.resolve() };
  // From here on: the engine may be quicker than what follows.
  const events = messages.filter(({ name }) => name === engineEvents.orderCreated);
  const routed = untilRouted(
    events.map(({ id }) => id),
    ROUTED_MS,
  );
  await inngest.send(gather(messages));
  const sent = messages.map(({ id }) => id);
  // One statement, since every order comes by here several times. The message of an event has its id.
  // Events are held in the order in which routing holds them, which may be under way already.
  await sql().$executeRaw`
    WITH sent AS (DELETE FROM outbox_messages WHERE id = ANY(${sent}::text[])),
    held AS (
      SELECT id FROM events WHERE id = ANY(${sent}::text[]) AND handed_over_at IS NULL
      ORDER BY id FOR NO KEY UPDATE)
    UPDATE events SET handed_over_at = now() FROM held WHERE events.id = held.id`;
  return { routed };
}

/** In the order of their ids. Those that are not there any more were handed over by somebody else. */
async function contentsOf(ids: readonly string[]): Promise<OutboxInput[]> {
  const known = ids.flatMap((id) => written.get(id) ?? []);
  for (const id of ids) written.delete(id);
  const unknown = ids.length === known.length ? [] : await readMessages(ids);
  return [...new Map([...known, ...unknown].map((message) => [message.id, message])).values()].sort(
    (a, b) => (a.id < b.id ? -1 : 1),
  );
}

async function readMessages(ids: readonly string[]): Promise<OutboxInput[]> {
  const rows = await sql().$queryRaw<{ id: string; name: string; data: string }[]>`
    SELECT id, name, data FROM outbox_messages WHERE id = ANY(${[...ids]}::text[])`;
  return rows.map(({ id, name, data }) => ({
    id,
    name,
    data: JSON.parse(data) as Record<string, string>,
  }));
}
