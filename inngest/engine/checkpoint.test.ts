import { describe, expect, test } from "vitest";
import { apiToken } from "./protocol/sign";
import { type Setup, SIGNING_KEY, until } from "./testing/harness";
import { withEngine } from "./testing/suite";

/** How the embedded engine keeps the steps that a call reports while it goes on. */
const given = withEngine();

const finishedRun = (s: Setup) =>
  until("a finished run", async () => {
    const rows = await s.sql("select * from engine.run where finished_at is not null");
    return rows[0];
  });

const storedSteps = (s: Setup) => s.sql("select payload from engine.step order by seq");

describe("a call", () => {
  test("goes on from step to step, and each is stored before the next one begins", async () => {
    let calls = 0;
    const stored: number[] = [];
    const s = await given((inngest) => [
      inngest.createFunction({ id: "on", triggers: { event: "test/go" } }, async ({ step }) => {
        calls++;
        const results: number[] = [];
        for (const name of ["a", "b", "c"]) {
          results.push(
            await step.run(name, async () => stored.push((await storedSteps(s)).length)),
          );
        }
        return results;
      }),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    const run = await finishedRun(s);
    expect(run).toMatchObject({ status: "completed", output: "[1,2,3]" });
    expect(calls).toBe(1);
    expect(stored).toEqual([0, 1, 2]);
  });

  test("reports what it has buffered with its end, or before it waits", async () => {
    let calls = 0;
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "buffer", triggers: { event: "test/go" }, checkpointing: { bufferedSteps: 5 } },
        async ({ step }) => {
          calls++;
          await step.run("a", () => 1);
          await step.run("b", () => 2);
          await step.sleep("pause", "1s");
          return step.run("c", () => 3);
        },
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    await until("the sleep", async () => {
      const items = await s.sql("select 1 from engine.item where kind = 'sleep'");
      return items.length === 1;
    });
    expect(await storedSteps(s)).toMatchObject([
      { payload: '{"data":1}' },
      { payload: '{"data":2}' },
    ]);
    expect(await finishedRun(s)).toMatchObject({ status: "completed", output: "3" });
    expect(calls).toBe(2);
  });

  test("can't have more than a thousand steps", async () => {
    let steps = 0;
    const s = await given((inngest) => [
      inngest.createFunction(
        { id: "many", triggers: { event: "test/go" }, checkpointing: { bufferedSteps: 400 } },
        async ({ step }) => {
          for (;;) await step.run("again", () => ++steps);
        },
      ),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    const run = await finishedRun(s);
    expect(run.status).toBe("failed");
    expect(run.error).toContain("more than 1000 steps");
  });

  test("that lost its lease to another is told to stop", async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const taken: string[] = [];
    const s = await given((inngest) => [
      inngest.createFunction({ id: "lost", triggers: { event: "test/go" } }, async ({ step }) => {
        await step.run("held", async () => {
          taken.push("held");
          if (taken.length === 1) await gate;
        });
        await step.run("after", () => void taken.push("after"));
      }),
    ]);
    await s.inngest.send({ name: "test/go", data: {} });
    await until("the step", () => taken.length === 1);
    // What another engine does that takes this one for dead.
    await s.sql("update engine.item set owner = null");
    expect((await finishedRun(s)).status).toBe("completed");
    expect(taken).toEqual(["held", "held", "after"]);
    const answered = s.app.idle();
    go();
    await answered;
    expect(taken).toEqual(["held", "held", "after"]);
  });
});

describe("a report of steps", () => {
  const report = (s: Setup, body: unknown, headers: Record<string, string> = signedIn) =>
    fetch(`${s.engine.url}/v1/checkpoint/run_1/async`, {
      method: "POST",
      headers,
      body: typeof body === "string" ? body : JSON.stringify(body),
    }).then((response) => response.status);
  const signedIn = { authorization: `Bearer ${apiToken(SIGNING_KEY)}` };
  const step = { id: "a", op: "StepRun", data: 1 };

  test("is taken from the app alone, in a form that can be read, for a call under way", async () => {
    const s = await given(() => []);
    expect(await report(s, { qi_id: "1.1", steps: [step] }, {})).toBe(401);
    expect(await report(s, { qi_id: "1.1", steps: [step] }, { authorization: "Bearer x" })).toBe(
      401,
    );
    for (const body of [
      "{",
      "null",
      {},
      { qi_id: "1.1" },
      { qi_id: "x", steps: [step] },
      { qi_id: `${"9".repeat(30)}.1`, steps: [step] },
      { qi_id: "1.1", steps: [null] },
      { qi_id: "1.1", steps: [{ ...step, id: 1 }] },
      { qi_id: "1.1", steps: [{ ...step, op: "WaitForEvent" }] },
    ]) {
      expect(await report(s, body), JSON.stringify(body)).toBe(400);
    }
    const large = { ...step, data: "x".repeat(5 * 1024 * 1024) };
    expect(await report(s, { qi_id: "1.1", steps: [step, large] })).toBe(400);
    expect(await report(s, { qi_id: "1.1", steps: [step] })).toBe(409);
    expect(await storedSteps(s)).toEqual([]);
  });
});
