import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, pause } from "../integration/support/eventually";
import { receiverCases } from "./cases/receivers.cases";
import { createClock } from "./clock";
import { crowd } from "./crowd";
import { diskFull, whyNoSmallDisk } from "./disk-full";
import { killAtCommit } from "./support/at-commit";
import { START_TIMEOUT_MS } from "./support/instance";
import { isLong } from "./support/moment";
import { ORDER } from "./support/shop";
import { createWorld, type World } from "./support/world";

const HOUR_MS = 3_600_000;
/** Between attempts: long enough for the wait to be seen. */
const WAIT_SECONDS = 2;
const clock = createClock();
let created: World | undefined;

function world(): World {
  if (!created) throw new Error("The product is not running.");
  return created;
}

beforeAll(async () => {
  created = await createWorld({ env: clock.env });
}, START_TIMEOUT_MS);

afterAll(async () => {
  await created?.close();
  clock.remove();
});

const stop = async (id: string) => {
  await world().shop.call("POST", `/api/v1/scenarios/${id}/deactivate`, {});
};

describe("a disk that is full", () => {
  /** PostgreSQL's own error for it, where it is asked to keep more. */
  const fillFor = async (table: string, when: string) => {
    const { db } = world();
    await db.query(`
      create function chaos_full() returns trigger language plpgsql as $$ begin
        raise exception 'could not extend file: No space left on device' using errcode = '53100';
      end $$;
      create trigger chaos_full before ${when} on ${table} for each row execute function chaos_full()`);
    return () => db.query("drop function chaos_full() cascade");
  };

  it("takes no order, says so without a secret or a path, and takes it once there is room", async () => {
    const { shop, receiver } = world();
    const id = await shop.live({ webhookUrl: receiver.url("/full-orders") });
    const empty = await fillFor("orders", "insert");
    const ordered = shop.order();
    const answer = await shop.call("POST", "/api/v1/orders", ORDER);
    await empty();
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.text).not.toMatch(/No space|53100|chaos_full|\/lib\//);
    await ordered;
    await eventually(() => receiver.to("/full-orders").length === 1, { what: "the webhook" });
    await stop(id);
  });

  it("while an answer is being recorded costs no second request", async () => {
    const { shop, receiver, rows } = world();
    const id = await shop.live({ webhookUrl: receiver.url("/full-attempts") });
    const empty = await fillFor("attempts", "update");
    const orderId = await shop.order();
    await eventually(() => receiver.to("/full-attempts").length === 1, { what: "the request" });
    await pause(1_500);
    await empty();
    await eventually(
      async () =>
        (
          await rows("select 1 from deliveries where order_id = $1 and status = 'succeeded'", [
            orderId,
          ])
        ).length === 1,
      { what: "the delivery's end" },
    );
    expect(receiver.to("/full-attempts")).toHaveLength(1);
    await stop(id);
  });

  it.runIf(isLong)(
    "under all of PostgreSQL is got over, whatever could not be written",
    async () => {
      const reason = whyNoSmallDisk();
      if (reason !== null) {
        console.info(`Skipped: ${reason}.`);
        return;
      }
      const figures = await diskFull();
      expect(figures.violations).toEqual([]);
      expect(figures.orders).toBeGreaterThan(figures.before);
    },
  );
});

describe("a clock that is set", () => {
  it.each([
    ["an hour ahead", HOUR_MS],
    ["an hour back", -HOUR_MS],
  ])(
    "%s, before an order and back while it waits, sends all of it in time",
    async (name, offsetMs) => {
      const { shop, receiver, rows } = world();
      const path = `/${name.replaceAll(" ", "-")}`;
      receiver.rule(path, (_, nth) =>
        nth < 3 ? { status: 503, retryAfter: WAIT_SECONDS } : { status: 200 },
      );
      const id = await shop.live({ webhookUrl: receiver.url(path) });
      clock.set(offsetMs);
      await pause(200);
      const orderId = await shop.order();
      const [order] = await rows<{ skewMs: number }>(
        `select extract(epoch from created_at - now())::float8 * 1000 as "skewMs"
         from orders where id = $1`,
        [orderId],
      );
      expect(Math.abs((order?.skewMs ?? 0) - offsetMs), "the clock was not set").toBeLessThan(
        HOUR_MS / 2,
      );
      await eventually(
        async () => (await rows("select 1 from engine.item where kind = 'sleep'")).length > 0,
        { what: "the wait for the second attempt" },
      );
      clock.set(0);
      await eventually(() => receiver.to(path).length === 3, {
        what: "the third attempt",
        timeoutMs: 60_000,
      });
      await stop(id);
    },
  );

  it("an hour ahead, when its web server is killed right after a commit, delays no hand-over", async () => {
    const { shop, receiver } = world();
    const id = await shop.live({ webhookUrl: receiver.url("/ahead") });
    clock.set(HOUR_MS);
    await pause(200);
    const { ordered, met } = await killAtCommit(world(), shop.order);
    expect(met, "the moment was missed").toBe(true);
    await ordered;
    await eventually(() => receiver.to("/ahead").length === 1, {
      what: "the webhook",
      timeoutMs: 60_000,
    });
    clock.set(0);
    await stop(id);
  });
});

it("a crowd that fails together arrives, spread out, and holds up nobody else", async () => {
  const figures = await crowd(world(), 100);
  expect(figures).toMatchObject({ violations: [], failures: 100, requests: 200 });
  expect(figures.healthy).toBe(5);
  expect(figures.healthyMeanwhile).toBeGreaterThan(0);
});

describe("receivers", () => receiverCases(world));
