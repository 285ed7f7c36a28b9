import { NonRetriableError, RetryAfterError } from "inngest";
import { describe, expect, test } from "vitest";
import { type Define, type Setup, until } from "./testing/harness";
import { withEngine } from "./testing/suite";

/**
 * What is the embedded engine's own: its tables, its address and its limits. What it does as Inngest
 * does it is in tests/conformance.
 */
const given = withEngine();

async function finishedRun(s: Setup, functionId: string) {
  return until(`a finished run of ${functionId}`, async () => {
    const rows = await s.sql(
      "select * from engine.run where function_id = $1 and finished_at is not null",
      [`app-${functionId}`],
    );
    return rows[0];
  });
}

describe("a run", () => {
  test("keeps whatever JSON can hold, in the order it came", async () => {
    const value = { text: "é\u0000\ud83d", 10: "x", 9: 1, b: null, a: [1e21] };
    const s = await given((inngest) => [
      inngest.createFunction({ id: "odd", triggers: { event: "test/go" } }, async ({ step }) => {
        await step.run("odd", () => value);
        await step.sleep("pause", "1s");
        return step.run("odd-again", () => value);
      }),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    const run = await finishedRun(s, "odd");
    expect(run).toMatchObject({ status: "completed", output: JSON.stringify(value) });
    const [first] = await s.sql("select payload from engine.step order by seq");
    expect(first).toEqual({ payload: JSON.stringify({ data: value }) });
  });

  test("that has gone on with the first of a race ends when the slower one is over", async () => {
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "race", triggers: { event: "test/go" }, optimizeParallelism: false },
        async ({ step }) =>
          Promise.race([
            step.sleep("long", "2s").then(() => "slept"),
            step.run("quick", () => "quick"),
          ]),
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    expect((await finishedRun(s, "race")).output).toBe('"quick"');
    const steps = await s.sql("select payload from engine.step order by seq");
    expect(steps.at(-1)).toEqual({ payload: "null" });
    expect(await s.sql("select * from engine.item")).toEqual([]);
  });

  test("is repeated when retry-after says, instead of the backoff", async () => {
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
    expect((await finishedRun(s, "later")).output).toBe('"in time"');
  });

  test("of an onFailure that fails ends there", async () => {
    let handled = 0;
    const s = await given((inngest) => [
      inngest.createFunction(
        {
          id: "failing",
          triggers: { event: "test/go" },
          retries: 0,
          onFailure: () => {
            handled++;
            throw new NonRetriableError("handler failed too");
          },
        },
        () => {
          throw new Error("broken");
        },
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    expect((await finishedRun(s, "failing-failure")).status).toBe("failed");
    expect(handled).toBe(1);
    expect(await s.sql("select * from engine.item")).toEqual([]);
    expect(await s.sql("select id from engine.run")).toHaveLength(2);
  });
});

describe("the events' address", () => {
  const echo: Define = (inngest) => [
    inngest.createFunction({ id: "echo", triggers: { event: "test/go" } }, ({ event }) => event),
  ];

  test("answers with the id that an event brought", async () => {
    const s = await given(echo);
    const event = { id: "same", name: "test/go", data: { n: 1 } };
    expect((await s.inngest.send(event)).ids).toEqual(["same"]);
    expect((await s.inngest.send({ ...event, data: { n: 2 } })).ids).toEqual(["same"]);
  });

  test("makes ids from the seed, the same for a repeated request", async () => {
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

  test("refuses a wrong key, no name, a wrong shape and what is too large", async () => {
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
