import { NonRetriableError, RetryAfterError, StepError } from "inngest";
import { describe, expect, test } from "vitest";
import { until } from "@/inngest/engine/testing/harness";
import { engineUnderTest } from "./support/engine-under-test";

const given = engineUnderTest();

/** What an `onFailure` handler is given. */
interface FailureArgs {
  event: { data: { event: { data: unknown }; function_id: string; run_id: string } };
  error: Error;
}

/** The steps of such a handler that are taken here. */
interface FailureSteps {
  step: {
    run(id: string, work: () => void): Promise<unknown>;
    sendEvent(id: string, events: { id: string; name: string; data: object }[]): Promise<unknown>;
  };
}

describe("a step that fails", () => {
  test("is repeated until its retries are spent; then the function catches a StepError", async () => {
    const attempts: number[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction(
        { id: "catcher", triggers: { event: go }, retries: 2 },
        async ({ step, attempt }) => {
          try {
            await step.run("bad", () => {
              attempts.push(attempt);
              throw new TypeError("no good");
            });
          } catch (error) {
            if (!(error instanceof StepError)) throw error;
            return answer(await step.run("after", () => `caught ${error.message}`));
          }
        },
      ),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual(["caught no good"]);
    expect(attempts).toEqual([0, 1, 2]);
  });

  test("has retries of its own, and a success after them counts", async () => {
    const attempts: string[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction(
        { id: "budgets", triggers: { event: go }, retries: 1 },
        async ({ step, attempt }) => {
          const failOnce = (name: string) => {
            attempts.push(`${name}${attempt}`);
            if (attempt === 0) throw new Error(name);
            return "fine";
          };
          await step.run("a", () => failOnce("a"));
          return answer(await step.run("b", () => failOnce("b")));
        },
      ),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual(["fine"]);
    expect(attempts).toEqual(["a0", "a1", "b0", "b1"]);
  });

  test("with a NonRetriableError ends the run at once, if nothing catches it", async () => {
    let calls = 0;
    const s = await given(({ inngest, go }) => [
      inngest.createFunction({ id: "final", triggers: { event: go } }, async ({ step }) =>
        step.run("bad", () => {
          calls++;
          throw new NonRetriableError("never");
        }),
      ),
    ]);
    expect(await s.failed(await s.send())).toMatchObject({ message: "never" });
    expect(calls).toBe(1);
  });

  test("with a RetryAfterError is repeated when that says, and not before", async () => {
    const at: number[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "later", triggers: { event: go } }, async ({ step }) =>
        step.run("limited", () => {
          at.push(Date.now());
          if (at.length === 1) throw new RetryAfterError("slow down", "3s");
          return answer("in time");
        }),
      ),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual(["in time"]);
    const [first = 0, second = 0] = at;
    // Servers count in whole seconds; the ordinary pause is shorter by far.
    expect(second - first).toBeGreaterThanOrEqual(2_000);
  });

  test("beside another: the other is done once, and the function goes on after both", async () => {
    const calls: string[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction(
        { id: "pair", triggers: { event: go }, retries: 1 },
        async ({ step, attempt }) => {
          const results = await Promise.allSettled([
            step.run("good", () => calls.push("good")),
            step.run("bad", () => {
              calls.push(`bad${attempt}`);
              throw new Error("bad");
            }),
          ]);
          return answer(results.map((result) => result.status));
        },
      ),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual([["fulfilled", "rejected"]]);
    expect(calls.sort()).toEqual(["bad0", "bad1", "good"]);
  });
});

describe("a function that fails", () => {
  test("outside a step is repeated four times by default", async () => {
    const attempts: number[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction({ id: "broken", triggers: { event: go } }, ({ attempt }) => {
        attempts.push(attempt);
        throw new Error(`attempt ${attempt}`);
      }),
    ]);
    expect(await s.failed(await s.send())).toMatchObject({ name: "Error", message: "attempt 4" });
    expect(attempts).toEqual([0, 1, 2, 3, 4]);
  });

  test("without retries fails after one attempt, and a NonRetriableError always does", async () => {
    const calls: string[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction({ id: "once", triggers: { event: go }, retries: 0 }, () => {
        calls.push("once");
        throw new Error("no");
      }),
      inngest.createFunction({ id: "final", triggers: { event: `${go}.final` } }, () => {
        calls.push("final");
        throw new NonRetriableError("no");
      }),
    ]);
    await s.failed(await s.send());
    const { ids } = await s.inngest.send({ name: `${s.go}.final`, data: {} });
    await s.failed(String(ids[0]));
    expect(calls).toEqual(["once", "final"]);
  });

  test("calls its onFailure once, with the event and the error, and no other's", async () => {
    const seen: { original: unknown; id: string; runId: string; message: string }[] = [];
    const wrong: string[] = [];
    const attempts: number[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        {
          id: "failing",
          triggers: { event: go },
          retries: 1,
          onFailure: ({ event, error }: FailureArgs) => {
            const { event: original, function_id: id, run_id: runId } = event.data;
            seen.push({ original: original.data, id, runId, message: error.message });
          },
        },
        ({ attempt }) => {
          attempts.push(attempt);
          throw new Error("broken");
        },
      ),
      inngest.createFunction(
        {
          id: "other",
          triggers: { event: `${go}.other` },
          onFailure: () => void wrong.push("other"),
        },
        () => {},
      ),
    ]);
    await s.send({ order: 7 });
    await until("the handler", () => seen.length > 0);
    expect(seen).toEqual([
      {
        original: { order: 7 },
        id: s.idOf("failing"),
        runId: expect.any(String),
        message: "broken",
      },
    ]);
    expect(attempts).toEqual([0, 1]);
    expect(wrong).toEqual([]);
  });

  test("has steps in its onFailure too, which are repeated as others are", async () => {
    const done: string[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        {
          id: "failing",
          triggers: { event: go },
          retries: 0,
          onFailure: async ({ step }: FailureSteps) => {
            await step.run("once", () => void done.push("once"));
            await step.run("clean-up", () => {
              done.push("clean-up");
              if (done.length === 2) throw new Error("not yet");
            });
            done.push("end");
          },
        },
        () => {
          throw new Error("broken");
        },
      ),
    ]);
    await s.send();
    await until("the end of the handler", () => done.includes("end"));
    expect(done).toEqual(["once", "clean-up", "clean-up", "end"]);
  });

  test("sends events in its onFailure, each of them once", async () => {
    const told: string[] = [];
    let calls = 0;
    const s = await given(({ inngest, go }) => {
      const event = (who: string) => ({ name: `${go}.told`, id: `${go}-${who}`, data: { who } });
      return [
        inngest.createFunction(
          {
            id: "failing",
            triggers: { event: go },
            retries: 0,
            onFailure: async ({ step }: FailureSteps) => {
              await step.sendEvent("tell", [event("a"), event("b")]);
              await step.run("clean-up", () => {
                calls++;
                if (calls === 1) throw new Error("not yet");
              });
              await step.sendEvent("tell-again", [event("b"), event("last")]);
            },
          },
          () => {
            throw new Error("broken");
          },
        ),
        inngest.createFunction({ id: "told", triggers: { event: `${go}.told` } }, ({ event }) => {
          told.push(event.data.who);
        }),
      ];
    });
    await s.send();
    await until("the last function that was told", () => told.includes("last"));
    expect(told.sort()).toEqual(["a", "b", "last"]);
  });
});
