import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { type Behaviour, type Receiver, startReceiver } from "../fixtures/receiver";
import { withTestDatabase } from "./support/database";
import { eventually } from "./support/eventually";

type Data = Record<string, string>;
type EngineEvent = { id: string; name: string; data: Data & { batch?: Data[] } };

const EVENT_KEY = "key-of-the-tests";
/** How long the event API takes, so that sweeps that start together are under way together. */
const ANSWER_MS = 200;

let eventApi: Receiver;
let outbox: typeof import("@/lib/events/outbox");
/** What the event API has taken, and whether it takes anything. */
let taken: EngineEvent[] = [];
let isDown = false;

const answer: Behaviour = ({ response, body, later }) => {
  response.setHeader("content-type", "application/json");
  if (isDown) {
    response.writeHead(500).end('{"error":"down"}');
    return;
  }
  const events = JSON.parse(body.toString("utf8")) as EngineEvent[];
  taken.push(...events);
  const ids = events.map(({ id }) => id);
  later(ANSWER_MS, () => response.end(JSON.stringify({ ids, status: 200 })));
};

withTestDatabase({ INNGEST_EVENT_KEY: EVENT_KEY, INNGEST_DEV: "0", LOG_LEVEL: "silent" });

beforeAll(async () => {
  eventApi = await startReceiver({ fallback: 404 });
  eventApi.script(`/e/${EVENT_KEY}`, answer);
  process.env.INNGEST_BASE_URL = eventApi.origin;
  // The SDK reads its variables when the client is made.
  outbox = await import("@/lib/events/outbox");
});

afterAll(() => eventApi.close());

beforeEach(async () => {
  await db().$transaction([db().outboxMessage.deleteMany(), db().event.deleteMany()]);
  taken = [];
  isDown = false;
});

const message = (id: string) => ({ id, name: "order.created", data: { eventId: id } });

/** What a process does that dies between its commit and the hand-over. */
const commitOnly = (...ids: string[]) =>
  db().$transaction((tx) => outbox.enqueue(tx, ids.map(message)));

/** As if the grace, or the wait after a failure, had gone by. */
const letTimePass = () =>
  db().$executeRaw`UPDATE outbox_messages SET next_at = now() - interval '1 second'`;

const rows = () => db().outboxMessage.findMany({ orderBy: { id: "asc" } });
/** Of what came alone, and of each that came in a batch: here a message's data has its id. */
const takenIds = () =>
  taken.flatMap(({ id, data }) => data.batch?.map(({ eventId }) => eventId) ?? [id]).sort();

describe("a message that was committed and never handed over", () => {
  it("is left to its process at first, then handed over once, under its own id", async () => {
    await commitOnly("evt_1");
    expect(await outbox.sweepOutbox()).toBe(0);
    expect(taken).toEqual([]);

    await letTimePass();
    expect(await outbox.sweepOutbox()).toBe(1);
    expect(taken).toMatchObject([message("evt_1")]);
    expect(await rows()).toEqual([]);

    expect(await outbox.sweepOutbox()).toBe(0);
    expect(takenIds()).toEqual(["evt_1"]);
  });

  it("is noted as handed over at the event that it is about", async () => {
    const event = { type: "order.created", payload: "{}", occurredAt: new Date() };
    await db().event.create({ data: { id: "evt_1", ...event } });
    await db().event.create({ data: { id: "evt_2", ...event } });
    await commitOnly("evt_1");
    await letTimePass();
    await outbox.sweepOutbox();
    const { handedOverAt } = await db().event.findUniqueOrThrow({ where: { id: "evt_1" } });
    expect(handedOverAt).toBeInstanceOf(Date);
    const other = await db().event.findUniqueOrThrow({ where: { id: "evt_2" } });
    expect(other.handedOverAt).toBeNull();
  });

  it("is noted so in the order of the ids, in which events are routed: neither can wait for the other", async () => {
    const ids = ["evt_1", "evt_2", "evt_3"];
    const event = { type: "order.created", payload: "{}", occurredAt: new Date() };
    await db().event.createMany({ data: ids.map((id) => ({ id, ...event })) });
    await commitOnly(...ids.toReversed());
    await letTimePass();
    const sweep = await db().$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM events WHERE id = 'evt_2' FOR UPDATE`;
      const sweep = outbox.sweepOutbox();
      await eventually(
        async () => {
          const waiting = await db().$queryRaw<unknown[]>`
            SELECT 1 FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'`;
          return waiting.length > 0;
        },
        { what: "the note that waits" },
      );
      // The last one is free still: it comes after the one that is waited for.
      await db().$queryRaw`SELECT 1 FROM events WHERE id = 'evt_3' FOR UPDATE NOWAIT`;
      return { sweep };
    });
    expect(await sweep.sweep).toBe(3);
  });

  it("stays through an outage of the engine, and is handed over after it", async () => {
    await commitOnly("evt_1");
    isDown = true;
    for (const attempts of [1, 2]) {
      await letTimePass();
      const before = Date.now();
      await outbox.sweepOutbox().catch(() => 0);
      const [row, ...more] = await rows();
      expect(more).toEqual([]);
      expect(row).toMatchObject({ id: "evt_1", attempts });
      // Not due at once again: an engine that comes back is not met by a storm.
      expect(row?.nextAt.getTime()).toBeGreaterThan(before + 1_000);
    }
    expect(taken).toEqual([]);

    isDown = false;
    await letTimePass();
    expect(await outbox.sweepOutbox()).toBe(1);
    expect(taken).toMatchObject([message("evt_1")]);
    expect(await rows()).toEqual([]);
  });
});

it("a message whose work was done otherwise is withdrawn: nothing is handed over", async () => {
  await commitOnly("evt_1", "evt_2");
  await outbox.withdraw(["evt_1"]);
  await letTimePass();
  expect(await outbox.sweepOutbox()).toBe(1);
  expect(takenIds()).toEqual(["evt_2"]);
});

describe("a hand-over", () => {
  it("right after the commit leaves the sweeper nothing to do", async () => {
    outbox.handOver(await commitOnly("evt_1"));
    await outbox.settleHandOvers();
    await letTimePass();
    expect(await outbox.sweepOutbox()).toBe(0);
    expect(takenIds()).toEqual(["evt_1"]);
  });

  it("that fails throws nothing at its caller: the message stays for the sweeper", async () => {
    isDown = true;
    outbox.handOver(await commitOnly("evt_1"));
    await outbox.settleHandOvers();
    expect(await rows()).toMatchObject([{ id: "evt_1" }]);
  });
});

describe("sweeps at the same time", () => {
  it("hand over each message once between them", async () => {
    const ids = Array.from({ length: 150 }, (_, index) => `evt_${1000 + index}`);
    await commitOnly(...ids);
    await letTimePass();
    const [one, two] = await Promise.all([outbox.sweepOutbox(), outbox.sweepOutbox()]);
    expect(one + two).toBe(ids.length);
    expect(takenIds()).toEqual(ids);
    expect(await rows()).toEqual([]);
  });

  it("leave a message that another one is claiming, without waiting for it", async () => {
    await commitOnly("evt_1", "evt_2");
    await letTimePass();
    await db().$transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM outbox_messages WHERE id = 'evt_1' FOR UPDATE`;
      expect(await outbox.sweepOutbox()).toBe(1);
      expect(takenIds()).toEqual(["evt_2"]);
    });
    expect(await outbox.sweepOutbox()).toBe(1);
    expect(takenIds()).toEqual(["evt_1", "evt_2"]);
  });
});

it("a transaction that is rolled back leaves no message", async () => {
  const undone = db().$transaction(async (tx) => {
    await outbox.enqueue(tx, [message("evt_1")]);
    throw new Error("rolled back");
  });
  await expect(undone).rejects.toThrow("rolled back");
  await letTimePass();
  expect(await outbox.sweepOutbox()).toBe(0);
  expect(await rows()).toEqual([]);
  expect(taken).toEqual([]);
});
