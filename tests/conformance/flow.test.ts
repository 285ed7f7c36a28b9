import { RetryAfterError } from "inngest";
import { describe, expect, test } from "vitest";
import { until } from "@/inngest/engine/testing/harness";
import { engineUnderTest } from "./support/engine-under-test";

const given = engineUnderTest();
/** A server is waited for until the next minute is there. */
const CRON_TIMEOUT_MS = 120_000;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Counts what is under way at once by name, and remembers the most there were. */
function gauge() {
  const now: Record<string, number> = {};
  const most: Record<string, number> = {};
  return {
    most,
    during: async (names: string[], work: () => Promise<unknown>) => {
      for (const name of names) {
        now[name] = (now[name] ?? 0) + 1;
        most[name] = Math.max(most[name] ?? 0, now[name]);
      }
      await work();
      for (const name of names) now[name] = (now[name] ?? 0) - 1;
    },
  };
}

describe("concurrency", () => {
  test("keeps to the limit in all and to that of each key", async () => {
    const { most, during } = gauge();
    const ended: string[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        {
          id: "limited",
          triggers: { event: go },
          concurrency: [{ limit: 4 }, { limit: 2, key: "event.data.key" }],
        },
        async ({ step, event }) => {
          await step.run("work", () =>
            during(["all", event.data.key], () => new Promise((done) => setTimeout(done, 50))),
          );
          ended.push(event.data.key);
        },
      ),
    ]);
    await s.inngest.send(
      range(24).map((n) => ({ name: s.go, data: { key: n < 14 ? "a" : `k${n % 3}` } })),
    );
    await until("all runs", () => ended.length >= 24);
    expect(ended).toHaveLength(24);
    const { all, ...keys } = most;
    expect(Object.keys(keys).sort()).toEqual(["a", "k0", "k1", "k2"]);
    expect(Math.max(...Object.values(keys))).toBeLessThanOrEqual(2);
    expect(all).toBeLessThanOrEqual(4);
  });

  test("counts steps that are under way: a run that sleeps leaves its place to others", async () => {
    const order: string[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        { id: "one", triggers: { event: go }, concurrency: { limit: 1 } },
        async ({ step, event }) => {
          if (event.data.sleeps) {
            await step.run("mark", () => void order.push("sleeps"));
            await step.sleep("long", "5s");
          }
          order.push(event.data.sleeps ? "woke" : "passed");
        },
      ),
    ]);
    const sleeper = await s.send({ sleeps: true });
    await until("the first run to sleep", () => order.length === 1);
    await s.completed(await s.send({ sleeps: false }));
    await s.completed(sleeper);
    expect(order).toEqual(["sleeps", "passed", "woke"]);
  });

  test("that is full holds up neither another key nor another function", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const held: number[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        { id: "narrow", triggers: { event: go }, concurrency: { limit: 1, key: "event.data.key" } },
        async ({ event }) => {
          if (event.data.key !== "full") return;
          held.push(event.data.n);
          await gate;
        },
      ),
      inngest.createFunction({ id: "wide", triggers: { event: `${go}.wide` } }, () => {}),
    ]);
    const first = await s.send({ key: "full", n: 1 });
    await until("the first run", () => held.length === 1);
    const second = await s.send({ key: "full", n: 2 });
    await s.completed(await s.send({ key: "free" }));
    const { ids } = await s.inngest.send({ name: `${s.go}.wide`, data: {} });
    await s.completed(String(ids[0]));
    expect(held).toEqual([1]);
    release();
    await Promise.all([s.completed(first), s.completed(second)]);
    expect(held).toEqual([1, 2]);
  });

  test("of a key that is full leaves the places in all to the other keys", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { most, during } = gauge();
    const started: string[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        {
          id: "targets",
          triggers: { event: go },
          concurrency: [{ limit: 3 }, { limit: 1, key: "event.data.targetHost" }],
          checkpointing: { bufferedSteps: 2 },
        },
        async ({ step, event }) => {
          const { targetHost } = event.data;
          await step.run("send", () => {
            started.push(targetHost);
            return during([targetHost], async () => {
              if (targetHost === "dead.example:443") await gate;
            });
          });
        },
      ),
    ]);
    const to = (targetHost: string) => ({ name: s.go, data: { targetHost } });
    const dead = await s.inngest.send(range(6).map(() => to("dead.example:443")));
    await until("the first to the dead target", () => started.length > 0);
    const others = ["127.0.0.1:8080", "[::1]:8080", "live.example:443"].flatMap((host) => [
      host,
      host,
    ]);
    const { ids } = await s.inngest.send(others.map(to));
    for (const id of ids) await s.completed(String(id));
    expect(started.filter((host) => host === "dead.example:443")).toHaveLength(1);
    release();
    for (const id of dead.ids) await s.completed(String(id));
    expect(started).toHaveLength(12);
    expect(Math.max(...Object.values(most))).toBe(1);
  });

  test("does not count a run that waits for its next attempt", async () => {
    const order: string[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        { id: "one", triggers: { event: go }, concurrency: { limit: 1 }, retries: 1 },
        ({ event, attempt }) => {
          order.push(`${event.data.who} ${attempt}`);
          if (event.data.who === "slow" && attempt === 0)
            throw new RetryAfterError("not yet", "5s");
        },
      ),
    ]);
    const slow = await s.send({ who: "slow" });
    await until("the first attempt", () => order.length === 1);
    await s.completed(await s.send({ who: "quick" }));
    await s.completed(slow);
    expect(order).toEqual(["slow 0", "quick 0", "slow 1"]);
  });
});

test(
  "a cron trigger starts its function once in each minute it names",
  async () => {
    const events: { name: string; data: unknown }[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        { id: "clock", triggers: [{ cron: "* * * * *" }, { event: go }] },
        ({ event }) => {
          events.push({ name: event.name, data: event.data });
        },
      ),
      inngest.createFunction({ id: "never", triggers: { cron: "0 0 30 2 *" } }, () => {
        events.push({ name: "never", data: undefined });
      }),
    ]);
    await s.passMinute();
    await until("the minute's run", () => events.length > 0);
    // Another run of the function, so that a second one of the same minute would have been seen.
    await s.completed(await s.send());
    expect(events).toEqual([
      { name: "inngest/scheduled.timer", data: expect.objectContaining({ cron: "* * * * *" }) },
      { name: s.go, data: {} },
    ]);
  },
  CRON_TIMEOUT_MS,
);
