import { NonRetriableError } from "inngest";
import { describe, expect, test } from "vitest";
import { until } from "@/inngest/engine/testing/harness";
import { engineUnderTest } from "./support/engine-under-test";

const given = engineUnderTest();

/** Steps that a call reports while it goes on, so that a function of several steps costs one call. */
describe("a call", () => {
  test("goes on from step to step", async () => {
    let calls = 0;
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "on", triggers: { event: go } }, async ({ step }) => {
        calls++;
        const results: string[] = [];
        for (const name of ["a", "b", "c"]) results.push(await step.run(name, () => name));
        return answer(results);
      }),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual([["a", "b", "c"]]);
    expect(calls).toBe(1);
  });

  test("reports what it has buffered before it waits, and goes on after that", async () => {
    let calls = 0;
    const done: string[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction(
        { id: "buffer", triggers: { event: go }, checkpointing: { bufferedSteps: 5 } },
        async ({ step }) => {
          calls++;
          const a = await step.run("a", () => done.push("a"));
          const b = await step.run("b", () => done.push("b"));
          await step.sleep("pause", "1s");
          const c = await step.run("c", () => done.push("c"));
          return answer([a, b, c]);
        },
      ),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual([[1, 2, 3]]);
    expect(done).toEqual(["a", "b", "c"]);
    expect(calls).toBe(2);
  });

  test("ends with each wait of a chain of attempts, each of which is done once", async () => {
    const attempts: number[] = [];
    let calls = 0;
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction(
        { id: "attempts", triggers: { event: go }, checkpointing: { bufferedSteps: 2 } },
        async ({ step }) => {
          calls++;
          for (let n = 1; n <= 3; n++) {
            const { nextAt } = await step.run(`attempt-${n}`, () => {
              attempts.push(n);
              return { nextAt: n < 3 ? new Date(Date.now() + 1_000).toISOString() : null };
            });
            if (!nextAt) return answer(n);
            await step.sleepUntil(`backoff-${n}`, new Date(nextAt));
          }
        },
      ),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual([3]);
    expect(attempts).toEqual([1, 2, 3]);
    expect(calls).toBe(3);
  });

  test("whose later step fails is repeated from that step, with retries of its own", async () => {
    const taken: string[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction(
        { id: "later", triggers: { event: go }, retries: 2 },
        async ({ step, attempt }) => {
          await step.run("first", () => void taken.push("first"));
          const second = await step.run("second", () => {
            taken.push(`second ${attempt}`);
            if (attempt < 2) throw new Error("not yet");
            return "done";
          });
          return answer(
            await step.run("third", () => {
              taken.push("third");
              return second;
            }),
          );
        },
      ),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual(["done"]);
    expect(taken).toEqual(["first", "second 0", "second 1", "second 2", "third"]);
  });

  test("that fails after a step does not do that step again", async () => {
    const taken: string[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        { id: "ends", triggers: { event: go }, retries: 1 },
        async ({ step, attempt }) => {
          await step.run("kept", () => void taken.push("kept"));
          taken.push(`end ${attempt}`);
          throw attempt === 0 ? new Error("again") : new NonRetriableError("no use");
        },
      ),
    ]);
    expect(await s.failed(await s.send())).toMatchObject({ message: "no use" });
    expect(taken).toEqual(["kept", "end 0", "end 1"]);
  });

  test("of a function without checkpointing has one step", async () => {
    let calls = 0;
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction(
        { id: "off", triggers: { event: go }, checkpointing: false },
        async ({ step }) => {
          calls++;
          await step.run("a", () => 1);
          return answer(await step.run("b", () => 2));
        },
      ),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual([2]);
    expect(calls).toBe(3);
  });
});

describe("a run", () => {
  test("can't have more than a thousand steps", async () => {
    const failures: Error[] = [];
    let steps = 0;
    let after = 0;
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        {
          id: "many",
          triggers: { event: go },
          retries: 0,
          checkpointing: { bufferedSteps: 400 },
          onFailure: ({ error }: { error: Error }) => void failures.push(error),
        },
        async ({ step }) => {
          for (let n = 0; n < 1_100; n++) await step.run(`step-${n}`, () => ++steps);
          // At the latest the next call is one too many.
          await step.sleep("pause", "1s");
          after++;
        },
      ),
    ]);
    expect((await s.failed(await s.send())).message).toMatch(/steps/);
    await until("the handler", () => failures.length > 0);
    expect(failures).toHaveLength(1);
    expect(after).toBe(0);
  });

  test("can't plan more than a thousand steps at once", async () => {
    let steps = 0;
    const s = await given(({ inngest, go }) => [
      inngest.createFunction({ id: "wide", triggers: { event: go }, retries: 0 }, ({ step }) =>
        Promise.all(Array.from({ length: 1_001 }, (_, n) => step.run(`step-${n}`, () => ++steps))),
      ),
    ]);
    expect((await s.failed(await s.send())).message).toMatch(/steps/);
    expect(steps).toBe(0);
  });

  test("whose step gives back more than 4 MiB fails, and says so", async () => {
    const s = await given(({ inngest, go }) => [
      inngest.createFunction({ id: "large", triggers: { event: go }, retries: 0 }, ({ step }) =>
        step.run("large", () => "x".repeat(5 * 1024 * 1024)),
      ),
    ]);
    expect((await s.failed(await s.send())).message).toMatch(/large|size|limit/i);
  });
});
