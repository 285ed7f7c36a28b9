import { serve } from "inngest/node";
import pino from "pino";
import { afterEach, describe, expect, test } from "vitest";
import { startEngine } from "./engine";
import {
  type ChildEngine,
  createClient,
  type Setup,
  setUp,
  startChildEngine,
  TestApp,
  testConfig,
  until,
  untilRegistered,
} from "./testing/harness";
import { withPostgres } from "./testing/suite";

/** What must hold when processes die, go away or work side by side. */
const newDatabase = withPostgres();
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function given(...args: Parameters<typeof setUp> extends [string, ...infer R] ? R : never) {
  const setup = await setUp(await newDatabase(), ...args);
  cleanUps.push(setup.stop);
  return setup;
}

async function secondEngine(s: Setup) {
  const engine = await startEngine(
    testConfig(s.databaseUrl, s.app.serveUrl),
    pino({ level: "silent" }),
  );
  cleanUps.push(engine.stop);
  await untilRegistered(engine.url);
  return engine;
}

async function childEngine(databaseUrl: string, app: TestApp): Promise<ChildEngine> {
  const engine = await startChildEngine(testConfig(databaseUrl, app.serveUrl));
  cleanUps.push(async () => {
    if (engine.child.exitCode === null && engine.child.signalCode === null) {
      await engine.end("SIGKILL");
    }
  });
  return engine;
}

const runs = (s: Setup) => s.sql("select status, output from engine.run");
const allFinished = (s: Setup, count: number) =>
  until(`${count} finished runs`, async () => {
    const rows = await s.sql("select status from engine.run where finished_at is not null");
    return rows.length >= count && rows;
  });
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe("the app", () => {
  test("that is away loses nothing and spends no attempt", async () => {
    const attempts: number[] = [];
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "patient", triggers: { event: "test/go" }, retries: 0 },
        async ({ step, attempt, event }) => {
          attempts.push(attempt);
          return step.run("work", () => event.data.n);
        },
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: { n: -1 } });
    await allFinished(s, 1);
    await s.app.close();
    await s.inngest.send(range(20).map((n) => ({ name: "test/go", data: { n } })));
    await until("a call that found nobody", async () => {
      const health = await (await fetch(`${s.engine.url}/health`)).json();
      return health.reachable === false;
    });
    await s.app.open();
    const finished = await allFinished(s, 21);
    expect(finished.every((run) => run.status === "completed")).toBe(true);
    expect(new Set(attempts)).toEqual(new Set([0]));
  });

  test("may start after its events came: they find their functions", async () => {
    const app = await TestApp.create();
    const databaseUrl = await newDatabase();
    const config = testConfig(databaseUrl, app.serveUrl);
    const engine = await startEngine(config, pino({ level: "silent" }));
    cleanUps.push(app.close.bind(app), engine.stop);
    const inngest = createClient(engine.url);
    await inngest.send({ name: "test/early", data: {} });
    let ran = 0;
    const early = inngest.createFunction({ id: "early", triggers: { event: "test/early" } }, () => {
      ran++;
    });
    app.listener = serve({ client: inngest, functions: [early] });
    await until("the early event's run", () => ran === 1);

    // A deployment adds a function; its event comes before the engine has asked again.
    const added = inngest.createFunction({ id: "added", triggers: { event: "test/new" } }, () => {
      ran++;
    });
    app.listener = serve({ client: inngest, functions: [early, added] });
    await inngest.send({ name: "test/new", data: {} });
    await until("the new function's run", () => ran === 2);
  });

  test("whose connection breaks in a call gets the call again, in the same attempt", async () => {
    const attempts: number[] = [];
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "cut", triggers: { event: "test/go" }, retries: 0 },
        async ({ attempt }) => {
          attempts.push(attempt);
          if (attempts.length === 1) {
            await s.app.close();
            await s.app.open();
          }
          return "whole";
        },
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    await allFinished(s, 1);
    expect((await runs(s))[0]).toEqual({ status: "completed", output: '"whole"' });
    expect(attempts).toEqual([0, 0]);
  });

  test("behind a proxy that answers for it is tried again, until the app itself answers", async () => {
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "proxied", triggers: { event: "test/go" }, retries: 0 },
        () => "reached",
      ),
    ]);
    const real = s.app.listener;
    const answers = [502, 404, 302, 200];
    s.app.listener = (request, response) => {
      const status = request.method === "POST" ? answers.shift() : undefined;
      if (status === undefined) return real(request, response);
      response.writeHead(status, { location: "/login" }).end("<html>");
    };
    await s.inngest.send({ name: "test/go", data: {} });
    await allFinished(s, 1);
    expect((await runs(s))[0]).toEqual({ status: "completed", output: '"reached"' });
  });

  test("that reports what the engine can't do fails the run, naming it", async () => {
    const s = await given((inngest) => [
      inngest.createFunction({ id: "odd", triggers: { event: "test/go" } }, () => "never"),
    ]);
    const real = s.app.listener;
    s.app.listener = (request, response) => {
      if (request.method !== "POST") return real(request, response);
      response.writeHead(206, { "x-inngest-sdk": "inngest-js:v4", "x-inngest-req-version": "2" });
      response.end(JSON.stringify([{ id: "a", op: "Teleport" }]));
    };
    await s.inngest.send({ name: "test/go", data: {} });
    await allFinished(s, 1);
    const [run] = await s.sql("select status, error from engine.run");
    expect(run?.status).toBe("failed");
    expect(run?.error).toContain("Teleport");
  });

  test("with a function the engine can't run has it refused by name; its events are kept", async () => {
    const s = await given((inngest) => [
      inngest.createFunction(
        {
          id: "batched",
          triggers: { event: "test/b" },
          batchEvents: { maxSize: 2, timeout: "1s" },
        },
        () => {},
      ),
      inngest.createFunction({ id: "fine", triggers: { event: "test/b" } }, () => "fine"),
    ]);
    const health = await untilRegistered(s.engine.url);
    expect(health.refused).toEqual([
      { id: "app-batched", reason: expect.stringContaining('"batchEvents"') },
    ]);
    await s.inngest.send({ name: "test/b", data: {} });
    await allFinished(s, 1);
    expect(await s.sql("select function_id from engine.run")).toEqual([
      { function_id: "app-fine" },
    ]);
    expect(await s.sql("select waiting from engine.event")).toEqual([{ waiting: "refused" }]);
  });
});

describe("an engine", () => {
  test("killed in a step is replaced: the step runs at most twice, the run ends once", async () => {
    const app = await TestApp.create();
    const databaseUrl = await newDatabase();
    cleanUps.push(app.close.bind(app));
    const first = await childEngine(databaseUrl, app);
    const inngest = createClient(first.url);
    const count = { before: 0, during: 0, ended: 0 };
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fn = inngest.createFunction(
      { id: "survivor", triggers: { event: "test/go" }, retries: 0 },
      async ({ step }) => {
        await step.run("before", () => count.before++);
        await step.run("during", async () => {
          count.during++;
          await gate;
        });
        await step.run("end", () => count.ended++);
      },
    );
    app.listener = serve({ client: inngest, functions: [fn] });
    await inngest.send({ name: "test/go", data: {} });
    await until("the step", () => count.during === 1);
    await first.end("SIGKILL");
    release();
    await childEngine(databaseUrl, app);
    await until("the end", () => count.ended === 1);
    expect(count).toEqual({ before: 1, during: 2, ended: 1 });
  });

  test("told to stop lets the running call end, gives back the rest and exits with 0", async () => {
    const app = await TestApp.create();
    const databaseUrl = await newDatabase();
    cleanUps.push(app.close.bind(app));
    const first = await childEngine(databaseUrl, app);
    const inngest = createClient(first.url);
    const count = { during: 0, after: 0 };
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fn = inngest.createFunction(
      { id: "polite", triggers: { event: "test/go" }, retries: 0 },
      async ({ step }) => {
        await step.run("during", async () => {
          count.during++;
          await gate;
        });
        await step.run("after", () => count.after++);
      },
    );
    app.listener = serve({ client: inngest, functions: [fn] });
    await inngest.send({ name: "test/go", data: {} });
    await until("the step", () => count.during === 1);
    const exit = first.end("SIGTERM");
    release();
    expect(await exit).toBe(0);
    await childEngine(databaseUrl, app);
    await until("the end", () => count.after === 1);
    expect(count).toEqual({ during: 1, after: 1 });
  });

  test("shares the work with another, without doing anything twice", async () => {
    const calls: Record<string, number> = {};
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "shared", triggers: { event: "test/go" } },
        async ({ step, event }) => {
          const once = (name: string) => {
            const key = `${event.data.n}:${name}`;
            calls[key] = (calls[key] ?? 0) + 1;
          };
          await step.run("a", () => once("a"));
          await Promise.all([step.run("b", () => once("b")), step.run("c", () => once("c"))]);
          await step.run("d", () => once("d"));
        },
      ),
    ]);
    const other = createClient((await secondEngine(s)).url);
    const send = (client: typeof other, from: number) =>
      client.send(range(30).map((n) => ({ name: "test/go", data: { n: from + n } })));
    await Promise.all([send(s.inngest, 0), send(other, 100)]);
    const finished = await allFinished(s, 60);
    expect(finished.every((run) => run.status === "completed")).toBe(true);
    expect(Object.keys(calls)).toHaveLength(60 * 4);
    expect(new Set(Object.values(calls))).toEqual(new Set([1]));
  });

  test("keeps to the limit of each concurrency key together with another", async () => {
    const now: Record<string, number> = {};
    const most: Record<string, number> = {};
    const s = await given((inngest) => [
      inngest.createFunction(
        {
          id: "limited",
          triggers: { event: "test/go" },
          concurrency: [{ limit: 2, key: "event.data.key" }, { limit: 5 }],
        },
        async ({ step, event }) => {
          await step.run("work", async () => {
            for (const key of [event.data.key as string, "all"]) {
              now[key] = (now[key] ?? 0) + 1;
              most[key] = Math.max(most[key] ?? 0, now[key]);
            }
            await new Promise((resolve) => setTimeout(resolve, 5));
            for (const key of [event.data.key as string, "all"]) now[key] = (now[key] ?? 0) - 1;
          });
        },
      ),
    ]);
    await secondEngine(s);
    await s.inngest.send(
      range(80).map((n) => ({ name: "test/go", data: { key: n < 50 ? "a" : `k${n % 3}` } })),
    );
    await allFinished(s, 80);
    const { all, ...keys } = most;
    expect(Object.keys(keys).sort()).toEqual(["a", "k0", "k1", "k2"]);
    expect(Math.max(...Object.values(keys))).toBeLessThanOrEqual(2);
    expect(all).toBeLessThanOrEqual(5);
  });

  test("starts one cron run per tick together with another, and makes up for a missed one", async () => {
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "clock", triggers: { cron: "*/5 * * * *" } },
        ({ event }) => event,
      ),
    ]);
    const other = await secondEngine(s);
    const at = (minute: number) => new Date(Date.UTC(2100, 0, 1, 12, minute));
    await s.sql("insert into engine.cron_clock values (1, $1)", [at(0).getTime() / 60_000]);
    for (const minute of [3, 5, 6, 10]) {
      await Promise.all([s.engine.tick(at(minute)), other.tick(at(minute))]);
    }
    // 15 is missed and made up for at 17.
    await Promise.all([s.engine.tick(at(17)), other.tick(at(17))]);
    await allFinished(s, 3);
    const outputs = (await runs(s)).map((run) => JSON.parse(run.output as string).ts);
    expect(outputs.sort()).toEqual([5, 10, 15].map((minute) => at(minute).getTime()));
  });
});
