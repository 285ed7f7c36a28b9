import { serve } from "inngest/node";
import { describe, expect, test } from "vitest";
import { until } from "@/inngest/engine/testing/harness";
import { engineUnderTest, type Given } from "./support/engine-under-test";

const given = engineUnderTest();

describe("steps", () => {
  test("run once each, in order, and give their JSON output back", async () => {
    const calls: string[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "steps", triggers: { event: go } }, async ({ step }) => {
        const a = await step.run("a", () => {
          calls.push("a");
          return { at: new Date(0), text: "é", list: [1, undefined, 2.5], 10: "x", 9: 1 };
        });
        const b = await step.run("b", () => {
          calls.push("b");
        });
        const c = await step.run("c", () => calls.push("c"));
        // The wait makes it a second call, which is given what the first one did.
        await step.sleep("pause", "1s");
        return answer({ a, b, c });
      }),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual([
      {
        a: { at: "1970-01-01T00:00:00.000Z", text: "é", list: [1, null, 2.5], 10: "x", 9: 1 },
        b: null,
        c: 3,
      },
    ]);
    expect(calls).toEqual(["a", "b", "c"]);
  });

  test("of one id in a loop are told apart", async () => {
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "loop", triggers: { event: go } }, async ({ step }) => {
        let sum = 0;
        for (let i = 1; i <= 5; i++) sum += await step.run("same", () => i);
        await step.sleep("pause", "1s");
        return answer(sum);
      }),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual([15]);
  });

  test("run side by side, and mixed with a sleep and a chain, once each", async () => {
    const calls: Record<string, number> = {};
    const count = (name: string) => {
      calls[name] = (calls[name] ?? 0) + 1;
      return name;
    };
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "parallel", triggers: { event: go } }, async ({ step }) => {
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
        return answer([first, ...rest, last]);
      }),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual([["first", "left", "right", null, "two", "last"]]);
    expect(calls).toEqual({ first: 1, left: 1, right: 1, one: 1, two: 1, last: 1 });
  });

  test("in a race: the run goes on with the first", async () => {
    const won: string[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction(
        { id: "race", triggers: { event: go }, optimizeParallelism: false },
        async ({ step }) => {
          const winner = await Promise.race([
            step.sleep("long", "5s").then(() => "slept"),
            step.run("quick", () => "quick"),
          ]);
          await step.run("after", () => won.push(winner));
          return answer(winner);
        },
      ),
    ]);
    await s.completed(await s.send());
    // It comes to its end once more when the sleep is over, as there is nothing else to do then.
    expect(new Set(s.answers)).toEqual(new Set(["quick"]));
    expect(won).toEqual(["quick"]);
  });
});

describe("sleeps", () => {
  test("last as long as they say, and what came before them is not done again", async () => {
    const at: number[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "sleeper", triggers: { event: go } }, async ({ step }) => {
        await step.run("before", () => void at.push(Date.now()));
        await step.sleep("for", "1s");
        const until = await step.run("between", () => {
          at.push(Date.now());
          return new Date(Date.now() + 2_000).toISOString();
        });
        await step.sleepUntil("until", until);
        await step.run("after", () => void at.push(Date.now()));
        return answer("awake");
      }),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual(["awake"]);
    expect(at).toHaveLength(3);
    const [before = 0, between = 0, after = 0] = at;
    expect(between - before).toBeGreaterThanOrEqual(1_000);
    // Servers round the time that is left to whole seconds, down as well.
    expect(after - between).toBeGreaterThanOrEqual(1_500);
  });

  test("until a time that is past, and of no length, end at once", async () => {
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "short", triggers: { event: go } }, async ({ step }) => {
        await step.sleep("none", 0);
        await step.sleepUntil("past", new Date(0));
        return answer("awake");
      }),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual(["awake"]);
  });

  test("go on after the app was registered anew, with another limit and one function more", async () => {
    const done: string[] = [];
    const sleeper = ({ inngest, go }: Pick<Given, "inngest" | "go">, limit: number) =>
      inngest.createFunction(
        { id: "sleeper", triggers: { event: go }, concurrency: { limit } },
        async ({ step }) => {
          await step.run("before", () => void done.push("before"));
          await step.sleep("for", "3s");
          await step.run("after", () => void done.push("after"));
        },
      );
    const s = await given((means) => [sleeper(means, 1)]);
    const asleep = await s.send();
    await until("the sleep", () => done.length === 1);
    const added = s.inngest.createFunction(
      { id: "added", triggers: { event: `${s.go}.added` } },
      () => void done.push("added"),
    );
    s.app.listener = serve({ client: s.inngest, functions: [sleeper(s, 2), added] });
    await s.register();
    const { ids } = await s.inngest.send({ name: `${s.go}.added`, data: {} });
    await s.completed(String(ids[0]));
    await s.completed(asleep);
    expect(done.sort()).toEqual(["added", "after", "before"]);
  });
});

describe("sendEvent", () => {
  test("starts the other function with the data it was given, and is done once", async () => {
    const told: unknown[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "sender", triggers: { event: go } }, async ({ step }) => {
        const { ids } = await step.sendEvent("tell", { name: `${go}.told`, data: { n: 1 } });
        await step.sleep("pause", "1s");
        return answer(ids.length);
      }),
      inngest.createFunction({ id: "told", triggers: { event: `${go}.told` } }, ({ event }) => {
        told.push({ name: event.name, data: event.data });
      }),
    ]);
    await s.completed(await s.send());
    expect(s.answers).toEqual([1]);
    await until("the function that was told", () => told.length > 0);
    expect(told).toEqual([{ name: `${s.go}.told`, data: { n: 1 } }]);
  });

  test("with one id twice starts one run", async () => {
    const told: string[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction({ id: "sender", triggers: { event: go } }, async ({ step }) => {
        const event = { name: `${go}.told`, id: `${go}-1`, data: { who: "same" } };
        await step.sendEvent("tell", event);
        await step.sendEvent("tell-again", event);
        await step.sleep("pause", "1s");
        await step.sendEvent("tell-another", { ...event, id: `${go}-2`, data: { who: "other" } });
      }),
      inngest.createFunction({ id: "told", triggers: { event: `${go}.told` } }, ({ event }) => {
        told.push(event.data.who);
      }),
    ]);
    await s.completed(await s.send());
    await until("the last function that was told", () => told.includes("other"));
    expect(told).toEqual(["same", "other"]);
  });

  test("of several starts a run of each, and of none whose id came before from anywhere", async () => {
    const told: string[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "sender", triggers: { event: go } }, async ({ step }) => {
        const event = (who: string) => ({ name: `${go}.told`, id: `${go}-${who}`, data: { who } });
        const { ids } = await step.sendEvent("tell", [event("a"), event("b"), event("outside")]);
        await step.sleep("pause", "1s");
        await step.sendEvent("tell-on", [event("b"), event("c")]);
        return answer(ids.length);
      }),
      inngest.createFunction({ id: "told", triggers: { event: `${go}.told` } }, ({ event }) => {
        told.push(event.data.who);
      }),
    ]);
    const outside = { name: `${s.go}.told`, id: `${s.go}-outside`, data: { who: "outside" } };
    const { ids } = await s.inngest.send(outside);
    await s.completed(String(ids[0]));
    await s.completed(await s.send());
    expect(s.answers).toEqual([3]);
    await until("the last function that was told", () => told.includes("c"));
    expect(told.sort()).toEqual(["a", "b", "c", "outside"]);
  });
});
