import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../integration/support/eventually";
import { START_TIMEOUT_MS } from "./support/instance";
import { createWorld, type World } from "./support/world";

/** Two instances that start at once on one empty database, each with a web server and an engine. */
describe("two instances on one database", () => {
  let created: World | undefined;
  const live: string[] = [];

  function world(): World {
    if (!created) throw new Error("The product is not running.");
    return created;
  }

  beforeAll(async () => {
    created = await createWorld({ instances: 2 });
  }, START_TIMEOUT_MS);

  afterAll(() => created?.close());

  it("share the work without a double", async () => {
    const { shop, receiver, instances, rows } = world();
    receiver.rule("/slow", () => ({ status: 200, afterMs: 500 }));
    receiver.rule("/flaky", (_, nth) => ({ status: nth === 1 ? 503 : 200 }));
    const urls = ["/fast", "/slow", "/flaky"].map((path) => receiver.url(path));
    live.push(await shop.live(...urls.map((webhookUrl) => ({ webhookUrl, timeout: 10 }))));
    const orders = Promise.all(
      Array.from({ length: 30 }, (_, number) => shop.order(instances[number % 2])),
    );
    const owners = new Set<string>();
    await eventually(
      async () => {
        for (const { owner } of await rows<{ owner: string }>(
          "select distinct owner from engine.item where owner is not null",
        )) {
          owners.add(owner);
        }
        return receiver.arrivals.length >= 120;
      },
      { what: "the arrivals" },
    );
    await orders;
    expect(owners.size).toBe(2);
    expect(await world().settle(live)).toEqual([]);
    expect(receiver.arrivals).toHaveLength(120);
  });

  it("take orders under one Idempotency-Key, sent to both at once, for one", async () => {
    const { rows, shop, instances } = world();
    const before = await rows("select 1 from orders");
    const ids = await shop.sameOrder(instances);
    expect(new Set(ids).size).toBe(1);
    expect(await rows("select 1 from orders")).toHaveLength(before.length + 1);
  });

  it("hand over at once where one is told to stop: what it sends ends, the rest goes on", async () => {
    const { shop, receiver, instances, rows } = world();
    const [stays, stops] = instances;
    if (!stays || !stops) throw new Error("There are no two instances.");
    receiver.rule("/long", () => ({ status: 200, afterMs: 2_000 }));
    receiver.rule("/waits", (_, nth) =>
      nth === 1 ? { status: 503, retryAfter: 3 } : { status: 200 },
    );
    const urls = ["/long", "/waits"].map((path) => receiver.url(path));
    await shop.live(...urls.map((webhookUrl) => ({ webhookUrl, timeout: 10 })));
    const orders = Array.from({ length: 8 }, () => shop.order(stops));
    await eventually(() => receiver.to("/long").length > 0, { what: "a request under way" });
    await Promise.all(orders);
    const more = Array.from({ length: 8 }, () => shop.order(stays));
    expect(await stops.stop()).toBe(0);
    // Nothing waits for a silence to be noticed: what it held was given back, and it has gone.
    expect(await rows("select 1 from engine.instance")).toHaveLength(1);
    await Promise.all(more);
    expect(await world().settle(live)).toEqual([]);
    expect(await rows("select 1 from attempts where failure_kind = 'interrupted'")).toEqual([]);
    expect(receiver.to("/long")).toHaveLength(16);
    expect(receiver.to("/waits")).toHaveLength(32);
  });
});
