import { NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { EngineConfig } from "./config";
import { canonicalBody, signature } from "./protocol/sign";
import { type Define, type Setup, SIGNING_KEY, setUp, until } from "./testing/harness";
import { startPostgres, type TestPostgres } from "./testing/postgres";

interface FailureArgs {
  event: { data: { event: { data: unknown }; function_id: string } };
  error: Error;
}

/**
 * What the product relies on, spoken by the pinned SDK over real HTTP. A change of the SDK's
 * protocol shows here first.
 */
let postgres: TestPostgres;
let setup: Setup | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterEach(async () => {
  await setup?.stop();
  setup = undefined;
});
afterAll(async () => {
  await postgres?.stop();
});

async function given(define: Define, more?: Partial<EngineConfig>): Promise<Setup> {
  setup = await setUp(await postgres.database(), define, more);
  return setup;
}

async function finishedRun(functionId: string, s = setup as Setup) {
  return until(`a finished run of ${functionId}`, async () => {
    const rows = await s.sql(
      "select * from engine.run where function_id = $1 and finished_at is not null",
      [`app-${functionId}`],
    );
    return rows[0];
  });
}

describe("steps", () => {
  test("run once each, in order, and give their JSON output back", async () => {
    const calls: string[] = [];
    const s = await given((inngest) => [
      inngest.createFunction({ id: "steps", triggers: { event: "test/go" } }, async ({ step }) => {
        const a = await step.run("a", () => {
          calls.push("a");
          return {
            at: new Date(0),
            text: "é\u0000\ud83d",
            list: [1, undefined, 2.5],
            10: "x",
            9: 1,
          };
        });
        const b = await step.run("b", () => {
          calls.push("b");
        });
        const c = await step.run("c", () => calls.push("c"));
        return { a, b, c };
      }),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    const run = await finishedRun("steps");
    expect(run.status).toBe("completed");
    expect(calls).toEqual(["a", "b", "c"]);
    const output = JSON.parse(run.output as string);
    expect(output.a).toMatchObject({ at: "1970-01-01T00:00:00.000Z", list: [1, null, 2.5], 9: 1 });
    expect(output).toMatchObject({ b: null, c: 3 });
  });

  test("of one id in a loop are told apart", async () => {
    const s = await given((inngest) => [
      inngest.createFunction({ id: "loop", triggers: { event: "test/go" } }, async ({ step }) => {
        let sum = 0;
        for (let i = 1; i <= 5; i++) sum += await step.run("same", () => i);
        return sum;
      }),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    expect((await finishedRun("loop")).output).toBe("15");
  });

  test("run side by side, and mixed with a sleep and a chain", async () => {
    const calls: Record<string, number> = {};
    const count = (name: string) => {
      calls[name] = (calls[name] ?? 0) + 1;
      return name;
    };
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "parallel", triggers: { event: "test/go" } },
        async ({ step }) => {
          const first = await step.run("first", () => count("first"));
          const rest = await Promise.all([
            step.run("left", () => count("left")),
            step.run("right", () => count("right")),
            step.sleep("pause", "1s"),
            (async () => {
              await step.run("one", () => count("one"));
              return step.run("two", () => count("two"));
            })(),
          ]);
          const last = await step.run("last", () => count("last"));
          return [first, ...rest, last];
        },
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    const output = JSON.parse((await finishedRun("parallel")).output as string);
    expect(output).toEqual(["first", "left", "right", null, "two", "last"]);
    expect(calls).toEqual({ first: 1, left: 1, right: 1, one: 1, two: 1, last: 1 });
  });

  test("in a race: the run goes on with the first, and ends when the slower one is over", async () => {
    const won: string[] = [];
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "race", triggers: { event: "test/go" }, optimizeParallelism: false },
        async ({ step }) => {
          const winner = await Promise.race([
            step.sleep("long", "2s").then(() => "slept"),
            step.run("quick", () => "quick"),
          ]);
          await step.run("after", () => won.push(winner));
          return winner;
        },
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    expect((await finishedRun("race")).output).toBe('"quick"');
    expect(won).toEqual(["quick"]);
    const steps = await s.sql("select payload from engine.step order by seq");
    expect(steps.at(-1)).toEqual({ payload: "null" });
    expect(await s.sql("select * from engine.item")).toEqual([]);
  });

  test("sleep, sleepUntil a past date and a zero sleep end", async () => {
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "sleeper", triggers: { event: "test/go" } },
        async ({ step }) => {
          await step.sleep("none", 0);
          await step.sleep("short", "1s");
          await step.sleepUntil("past", new Date(0));
          return "awake";
        },
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    expect((await finishedRun("sleeper")).output).toBe('"awake"');
  });

  test("sendEvent from a step starts the other function, with the data it was given", async () => {
    const s = await given((inngest) => [
      inngest.createFunction({ id: "sender", triggers: { event: "test/go" } }, async ({ step }) =>
        step.sendEvent("tell", [
          { name: "test/told", id: "told-1", data: { n: 1 } },
          { name: "test/told", id: "told-1", data: { n: 1 } },
        ]),
      ),
      inngest.createFunction(
        { id: "told", triggers: { event: "test/told" } },
        ({ event }) => event,
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    const told = JSON.parse((await finishedRun("told")).output as string);
    expect(told).toMatchObject({ id: "told-1", name: "test/told", data: { n: 1 } });
    expect(JSON.parse((await finishedRun("sender")).output as string).ids).toEqual([
      "told-1",
      "told-1",
    ]);
  });
});

describe("failures", () => {
  test("a step is retried until its budget is spent, then the function catches its error", async () => {
    const attempts: number[] = [];
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "catcher", triggers: { event: "test/go" }, retries: 2 },
        async ({ step, attempt }) => {
          try {
            await step.run("bad", () => {
              attempts.push(attempt);
              throw new TypeError("no good");
            });
          } catch (error) {
            return step.run("after", () => `caught ${(error as Error).message}`);
          }
        },
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    const run = await finishedRun("catcher");
    expect(run.output).toBe('"caught no good"');
    expect(attempts).toEqual([0, 1, 2]);
  });

  test("each step has a budget of its own, and a success after retries counts", async () => {
    const tries = { a: 0, b: 0 };
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "budgets", triggers: { event: "test/go" }, retries: 1 },
        async ({ step }) => {
          await step.run("a", () => {
            if (++tries.a < 2) throw new Error("a");
          });
          return step.run("b", () => {
            if (++tries.b < 2) throw new Error("b");
            return "fine";
          });
        },
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    expect((await finishedRun("budgets")).output).toBe('"fine"');
    expect(tries).toEqual({ a: 2, b: 2 });
  });

  test("NonRetriableError ends a step and the run at once", async () => {
    let calls = 0;
    const s = await given((inngest) => [
      inngest.createFunction({ id: "final", triggers: { event: "test/go" } }, async ({ step }) =>
        step.run("bad", () => {
          calls++;
          throw new NonRetriableError("never");
        }),
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    const run = await finishedRun("final");
    expect(run.status).toBe("failed");
    expect(JSON.parse(run.error as string).message).toBe("never");
    expect(calls).toBe(1);
  });

  test("retry-after is followed instead of the backoff", async () => {
    let calls = 0;
    const s = await given(
      (inngest) => [
        inngest.createFunction({ id: "later", triggers: { event: "test/go" } }, async ({ step }) =>
          step.run("limited", () => {
            if (++calls < 2) throw new RetryAfterError("slow down", "1s");
            return "in time";
          }),
        ),
      ],
      // The run would not finish within the test if this were used.
      { backoffBaseMs: 3_600_000 },
    );
    await s.inngest.send({ name: "test/go", data: {} });
    expect((await finishedRun("later")).output).toBe('"in time"');
  });

  test("an error outside a step spends the function's budget: four retries by default", async () => {
    const attempts: number[] = [];
    const s = await given((inngest) => [
      inngest.createFunction({ id: "broken", triggers: { event: "test/go" } }, ({ attempt }) => {
        attempts.push(attempt);
        throw new Error(`attempt ${attempt}`);
      }),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    const run = await finishedRun("broken");
    expect(run.status).toBe("failed");
    expect(attempts).toEqual([0, 1, 2, 3, 4]);
    expect(JSON.parse(run.error as string)).toMatchObject({ name: "Error", message: "attempt 4" });
  });

  test("onFailure is called once, with the event and the error; its own failure ends there", async () => {
    const seen: unknown[] = [];
    const s = await given((inngest) => [
      inngest.createFunction(
        {
          id: "failing",
          triggers: { event: "test/go" },
          retries: 0,
          onFailure: ({ event, error }: FailureArgs) => {
            seen.push({ original: event.data.event.data, id: event.data.function_id, error });
            throw new NonRetriableError("handler failed too");
          },
        },
        () => {
          throw new Error("broken");
        },
      ),
      inngest.createFunction(
        { id: "other", triggers: { event: "test/other" }, onFailure: () => seen.push("wrong one") },
        () => {},
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: { order: 7 } });
    await finishedRun("failing");
    expect((await finishedRun("failing-failure")).status).toBe("failed");
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ original: { order: 7 }, id: "app-failing" });
    expect((seen[0] as { error: Error }).error.message).toBe("broken");
    expect(await s.sql("select * from engine.item")).toEqual([]);
  });

  test("an operation the engine does not know fails the run and is named", async () => {
    const s = await given((inngest) => [
      inngest.createFunction({ id: "waiter", triggers: { event: "test/go" } }, async ({ step }) =>
        step.waitForEvent("wait", { event: "test/never", timeout: "1h" }),
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    const run = await finishedRun("waiter");
    expect(run.status).toBe("failed");
    expect(JSON.parse(run.error as string).message).toContain("WaitForEvent");
  });
});

describe("events", () => {
  const echo: Define = (inngest) => [
    inngest.createFunction({ id: "echo", triggers: { event: "test/go" } }, ({ event }) => event),
    inngest.createFunction({ id: "too", triggers: { event: "test/go" } }, () => "too"),
  ];

  test("with one id twice start one run of each function", async () => {
    const s = await given(echo);
    const event = { id: "same", name: "test/go", data: { n: 1 } };
    expect((await s.inngest.send(event)).ids).toEqual(["same"]);
    expect((await s.inngest.send({ ...event, data: { n: 2 } })).ids).toEqual(["same"]);
    const output = JSON.parse((await finishedRun("echo")).output as string);
    await finishedRun("too");
    expect(output.data).toEqual({ n: 1 });
    expect(await s.sql("select id from engine.run")).toHaveLength(2);
  });

  test("without an id get one from the seed, the same for a repeated request", async () => {
    const s = await given(echo);
    const send = () =>
      fetch(`${s.engine.url}/e/${s.inngest.eventKey}`, {
        method: "POST",
        headers: { "x-inngest-event-id-seed": "1700000000000,AAECAwQFBgcICQ==" },
        body: JSON.stringify([{ name: "test/go" }, { name: "test/go" }]),
      }).then((response) => response.json());
    const first = await send();
    expect(first).toEqual(await send());
    expect(new Set(first.ids).size).toBe(2);
    expect(await s.sql("select id from engine.event")).toHaveLength(2);
  });

  test("are refused with a wrong key, without a name, in a wrong shape or too large", async () => {
    const s = await given(echo);
    const post = async (body: string, key = s.inngest.eventKey) =>
      (await fetch(`${s.engine.url}/e/${key}`, { method: "POST", body })).status;
    expect(await post('{"name":"test/go"}', "wrong")).toBe(401);
    expect(await post("{")).toBe(400);
    expect(await post("3")).toBe(400);
    expect(await post('{"data":{}}')).toBe(400);
    expect(await post('{"name":"inngest/function.failed"}')).toBe(400);
    expect(await post(JSON.stringify({ name: "a", data: "x".repeat(600_000) }))).toBe(400);
    expect(await post(JSON.stringify("x".repeat(17_000_000)))).toBe(413);
    expect(await s.sql("select id from engine.event")).toEqual([]);
  });
});

describe("signatures", () => {
  test("a call that is unsigned or signed with another key is refused by the app", async () => {
    const s = await given((inngest) => [
      inngest.createFunction({ id: "safe", triggers: { event: "test/go" } }, () => "ran"),
    ]);
    const event = { name: "test/go", data: {} };
    const body = canonicalBody({
      event,
      events: [event],
      steps: {},
      ctx: { run_id: "r", attempt: 0, max_attempts: 1 },
    });
    const post = async (header?: string) =>
      (
        await fetch(`${s.app.serveUrl}?fnId=app-safe&stepId=step`, {
          method: "POST",
          body,
          headers: header ? { "x-inngest-signature": header } : {},
        })
      ).status;
    expect(await post()).toBe(401);
    expect(await post(signature(body, `signkey-prod-${"f".repeat(64)}`))).toBe(401);
    expect(await post(signature(body, SIGNING_KEY, Date.now() - 600_000))).toBe(401);
    expect(await post(signature(body, SIGNING_KEY))).toBe(200);
  });
});
