import { describe, expect, test } from "vitest";
import { until, untilRegistered } from "./testing/harness";
import { withEngine } from "./testing/suite";

/** What Inngest has and the embedded engine does not: it is refused by its name, and never run half. */
const given = withEngine();

const go = { event: "test/go" };

test("options are refused by name at the registration, as the SDK writes them", async () => {
  const options = {
    batchEvents: { batchEvents: { maxSize: 2, timeout: "1s" as const } },
    cancel: { cancelOn: [{ event: "test/stop" }] },
    debounce: { debounce: { period: "1s" as const } },
    idempotency: { idempotency: "event.data.id" },
    priority: { priority: { run: "100" } },
    rateLimit: { rateLimit: { limit: 1, period: "1s" as const } },
    singleton: { singleton: { mode: "skip" as const } },
    throttle: { throttle: { limit: 1, period: "1s" as const } },
    timeouts: { timeouts: { finish: "1h" as const } },
  };
  let ran = 0;
  const s = await given((inngest) => [
    ...Object.entries(options).map(([id, option]) =>
      inngest.createFunction({ id, triggers: go, ...option }, () => void ran++),
    ),
    inngest.createFunction({ id: "fine", triggers: go }, () => "fine"),
  ]);
  const { refused } = await untilRegistered(s.engine.url);
  const named = Object.keys(options).map((id) => ({
    id: `app-${id}`,
    reason: `the embedded engine does not support the option "${id}"`,
  }));
  expect(refused).toHaveLength(named.length);
  expect(refused).toEqual(expect.arrayContaining(named));

  await s.inngest.send({ name: "test/go", data: {} });
  const ended = await until("the other function's run", async () => {
    const rows = await s.sql("select function_id, status from engine.run");
    return rows[0]?.status === "completed" && rows;
  });
  expect(ended).toEqual([{ function_id: "app-fine", status: "completed" }]);
  expect(ran).toBe(0);
});

test("triggers and limits are refused by name at the registration", async () => {
  const s = await given((inngest) => [
    inngest.createFunction(
      { id: "if", triggers: { event: "test/go", if: "event.data.n > 1" } },
      () => {},
    ),
    inngest.createFunction({ id: "wildcard", triggers: { event: "test/*" } }, () => {}),
    inngest.createFunction(
      { id: "zone", triggers: { cron: "TZ=Europe/Paris 0 9 * * *" } },
      () => {},
    ),
    inngest.createFunction(
      { id: "scope", triggers: go, concurrency: { limit: 1, scope: "account", key: '"x"' } },
      () => {},
    ),
  ]);
  const { refused } = await untilRegistered(s.engine.url);
  const reasons = Object.fromEntries(
    refused.map(({ id, reason }: { id: string; reason: string }) => [id, reason]),
  );
  expect(reasons).toEqual({
    "app-if": expect.stringContaining("event.data.n > 1"),
    "app-wildcard": expect.stringContaining("test/*"),
    "app-zone": expect.stringContaining("TZ=Europe/Paris"),
    "app-scope": expect.stringContaining("account"),
  });
});

describe("an operation inside a function fails its run, and is named:", () => {
  test.each(["WaitForEvent", "InvokeFunction", "WaitForSignal"])("%s", async (operation) => {
    const s = await given((inngest) => {
      const other = inngest.createFunction(
        { id: "other", triggers: { event: "test/other" } },
        () => {},
      );
      const asker = inngest.createFunction({ id: "asker", triggers: go }, async ({ step }) => {
        if (operation === "WaitForEvent") {
          return step.waitForEvent("ask", { event: "test/never", timeout: "1h" });
        }
        if (operation === "InvokeFunction") return step.invoke("ask", { function: other });
        return step.waitForSignal("ask", { signal: "never", timeout: "1h", onConflict: "fail" });
      });
      return [other, asker];
    });
    await s.inngest.send({ name: "test/go", data: {} });
    const run = await until("the end of the run", async () => {
      const rows = await s.sql(
        "select status, error from engine.run where finished_at is not null",
      );
      return rows[0];
    });
    expect(run.status).toBe("failed");
    expect(JSON.parse(String(run.error))).toMatchObject({
      name: "EngineUnsupportedError",
      message: `The embedded engine does not support the operation ${operation}.`,
    });
  });
});
