import { createHash } from "node:crypto";
import { encodeTime, ulid } from "ulid";
import type { Match, Registry } from "./registry";
import { type Db, statement } from "./store/db";

export const MAX_EVENT_BYTES = 512 * 1024;
export const MAX_EVENTS = 5_000;
const MAX_NAME_LENGTH = 512;
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** An event ready to be stored: `body` is its whole JSON, as a function will receive it. */
export interface StoredEvent {
  id: string;
  name: string;
  data: unknown;
  body: string;
}

/** The sender's mistake; the message may be shown to it. */
export class EventRejected extends Error {}

// One statement is one round trip and one transaction: an event and its runs exist together or not
// at all. A known event id inserts nothing, so no runs either.
const insertEvents = statement<{ id: string }>(
  "insert-events",
  `with incoming as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as e (id, name, body, waiting)
  ), fresh as (
    insert into engine.event (id, name, body, waiting)
    select id, name, body, waiting from incoming on conflict (id) do nothing returning id
  ), started as (
    insert into engine.run (id, event_id, function_id, key1, key2)
    select r.* from unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
      as r (id, event_id, function_id, key1, key2) join fresh on fresh.id = r.event_id
    on conflict (function_id, event_id) do nothing returning id, function_id, key1, key2
  )
  insert into engine.item (run_id, function_id, key1, key2, step_id)
  select id, function_id, key1, key2, 'step' from started returning run_id as id`,
);

const insertRuns = statement<{ id: string }>(
  "insert-runs",
  `with started as (
    insert into engine.run (id, event_id, function_id, key1, key2)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
    on conflict (function_id, event_id) do nothing returning id, function_id, key1, key2
  )
  insert into engine.item (run_id, function_id, key1, key2, step_id)
  select id, function_id, key1, key2, 'step' from started returning run_id as id`,
);

/**
 * Reads the body of `POST /e/:key`: one event or an array of them.
 * @param seed `x-inngest-event-id-seed`, from which a repeated request gets the same ids.
 * @throws EventRejected naming what is wrong, without repeating the event's data.
 */
export function parseEvents(text: string, seed: string | undefined): StoredEvent[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new EventRejected("The body is not JSON.");
  }
  const list = Array.isArray(parsed) ? parsed : [parsed];
  if (list.length > MAX_EVENTS) throw new EventRejected(`More than ${MAX_EVENTS} events.`);
  return list.map((raw, index) => parseEvent(raw, index, seed));
}

function parseEvent(raw: unknown, index: number, seed: string | undefined): StoredEvent {
  if (raw === null || typeof raw !== "object") {
    throw new EventRejected(`Event ${index} is not an object.`);
  }
  const event = raw as Record<string, unknown>;
  const { name } = event;
  if (typeof name !== "string" || name === "" || name.length > MAX_NAME_LENGTH) {
    throw new EventRejected(`Event ${index} has no name of 1 to ${MAX_NAME_LENGTH} characters.`);
  }
  if (name.startsWith("inngest/")) {
    throw new EventRejected(`Event ${index}: names beginning with inngest/ are reserved.`);
  }
  const given = typeof event.id === "string" && event.id !== "" ? event.id : undefined;
  // A key of the event table's index; a longer one is kept apart by its digest.
  const id =
    given && given.length > 512 ? digest(given) : (given ?? seededId(seed, index) ?? ulid());
  const ts = typeof event.ts === "number" && event.ts > 0 ? event.ts : Date.now();
  const data = event.data ?? {};
  const stored = storedEvent(id, { ...event, id, name, data, ts });
  if (Buffer.byteLength(stored.body) > MAX_EVENT_BYTES) {
    throw new EventRejected(`Event ${index} is larger than ${MAX_EVENT_BYTES / 1024} KiB.`);
  }
  return stored;
}

/** An event as the engine keeps it, from its full JSON shape. */
export function storedEvent(id: string, event: Record<string, unknown>): StoredEvent {
  return { id, name: String(event.name), data: event.data, body: JSON.stringify(event) };
}

/** Stores events and starts the runs they ask for. Returns how many runs are new. */
export async function storeEvents(
  db: Db,
  registry: Registry,
  events: StoredEvent[],
  only?: Match[],
): Promise<number> {
  const waiting: (string | null)[] = [];
  const runs: RunColumns = [[], [], [], [], []];
  for (const event of events) {
    const found = only ? { matches: only, waiting: null } : registry.match(event.name, event.data);
    waiting.push(found.waiting);
    addRuns(runs, event.id, found.matches);
  }
  const columns = [events.map((e) => e.id), events.map((e) => e.name), events.map((e) => e.body)];
  return (await insertEvents(db, [...columns, waiting, ...runs])).length;
}

/** Starts runs for events already stored. A run that exists stays as it is. */
export async function startRuns(db: Db, found: { eventId: string; matches: Match[] }[]) {
  const runs: RunColumns = [[], [], [], [], []];
  for (const { eventId, matches } of found) addRuns(runs, eventId, matches);
  return (await insertRuns(db, runs)).length;
}

type RunColumns = [string[], string[], string[], string[], string[]];

function addRuns(runs: RunColumns, eventId: string, matches: Match[]) {
  for (const match of matches) {
    const row = [ulid(), eventId, match.functionId, match.key1, match.key2];
    row.forEach((value, column) => {
      runs[column as 0].push(value);
    });
  }
}

/** `<ms>,<base64>` and a position give one id, in the form of a ULID; undefined for no usable seed. */
function seededId(seed: string | undefined, index: number): string | undefined {
  const match = /^(\d{1,15}),(.+)$/.exec(seed ?? "");
  if (!match) return undefined;
  const bytes = createHash("sha256").update(`${match[2]}|${index}`).digest();
  let tail = "";
  for (let i = 0; i < 16; i++) tail += CROCKFORD[(bytes[i] as number) & 31];
  // Past the largest time a ULID can carry the seed is nonsense; a fresh id is then right.
  const ms = Number(match[1]);
  return ms < 2 ** 48 ? encodeTime(ms, 10) + tail : undefined;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
