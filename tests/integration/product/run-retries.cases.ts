import { describe, expect, it } from "vitest";
import { eventually } from "../support/eventually";
import type { Product } from "../support/product";
import { SECRET, withReceiver } from "../support/receiver";
import {
  activateScenario,
  createOrder,
  createScenario,
  deliveries,
  editScenario,
  liveScenario,
  runsOf,
} from "../support/scenarios";

export function runRetryCases(product: () => Product) {
  const receiver = withReceiver();
  const to = (path: string) => ({
    webhookUrl: receiver().url(path),
    secret: SECRET,
    retryAttempts: 0,
  });

  const runOf = async (id: string) => {
    const answer = await product().get(`/api/v1/runs/${id}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json;
  };
  /** The run once it has ended. */
  const endedRun = (id: string) =>
    eventually(
      async () => {
        const run = await runOf(id);
        return run.status === "running" ? null : run;
      },
      { what: "the run's end" },
    );
  /** The scenario's only run, once it has ended. */
  const firstRun = async (scenario: string) => {
    const [found] = await eventually(
      async () => {
        const runs = await runsOf(product(), scenario);
        return runs.length > 0 ? runs : null;
      },
      { what: "a run" },
    );
    return endedRun(found.id);
  };
  const ask = (runId: string, body: object) => product().post(`/api/v1/runs/${runId}/retry`, body);
  const retry = async (runId: string, body: object) => {
    const answer = await ask(runId, body);
    expect(answer.status, answer.text).toBe(202);
    return endedRun(answer.json.runId);
  };
  const arrived = (path: string) =>
    receiver()
      .requestsTo(path)
      .map(({ headers }) => headers["x-webhook-id"]);

  /** A run in which the one receiver was told, and the other one was down. */
  async function halfFailed(name: string) {
    const [well, down] = [`/${name}-well`, `/${name}-down`];
    receiver().script(down, 500, 200);
    const scenario = await liveScenario(product(), to(well), to(down));
    const order = await createOrder(product());
    const run = await firstRun(scenario);
    expect(run.status).toBe("failed");
    return { scenario, order, run, well, down };
  }

  describe("a run that failed", () => {
    it("is retried from the failed node: the receiver that was told hears nothing, the other gets the same bytes under a new id", async () => {
      const { order, run, well, down } = await halfFailed("from-failed");
      const again = await retry(run.id, { from: "failed" });
      expect(again).toMatchObject({
        status: "succeeded",
        retryOf: run.id,
        versionNumber: 1,
        original: { id: run.id },
      });
      expect((await runOf(run.id)).retries).toMatchObject([
        { id: again.id, status: "succeeded", retryFrom: "failed" },
      ]);
      expect(arrived(well)).toHaveLength(1);
      const ids = arrived(down);
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(2);
      const [first, second] = receiver().requestsTo(down);
      expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
      expect(second?.headers["x-webhook-attempt"]).toBe("1");
      const { trace } = (await product().get(`/api/v1/orders/${order.id}`)).json;
      expect(trace.runs.map((each: { id: string }) => each.id)).toEqual([run.id, again.id]);
    });

    it("is retried from the start: every receiver gets a new delivery", async () => {
      const { run, well, down } = await halfFailed("from-start");
      const again = await retry(run.id, { from: "start", version: "same" });
      expect(again.status).toBe("succeeded");
      for (const path of [well, down]) {
        expect(arrived(path)).toHaveLength(2);
        expect(new Set(arrived(path)).size).toBe(2);
      }
    });

    it("is retried on the current version, which sends where that says", async () => {
      const { scenario, run, well, down } = await halfFailed("current");
      await editScenario(product(), scenario, to(well), to("/current-mended"));
      const again = await retry(run.id, { from: "failed", version: "current" });
      expect(again).toMatchObject({ status: "succeeded", versionNumber: 2 });
      expect(arrived("/current-mended")).toHaveLength(1);
      expect([arrived(well).length, arrived(down).length]).toEqual([1, 1]);
      expect((await runOf(run.id)).versionNumber).toBe(1);
    });

    it("can't be retried from a node that the current version lacks; the answer says so and offers the start", async () => {
      const { scenario, run, well } = await halfFailed("gone");
      await editScenario(product(), scenario, to(well));
      const refused = await ask(run.id, { from: "failed", version: "current" });
      expect(refused.status).toBe(409);
      expect(refused.json).toMatchObject({ code: "conflict", errors: [{ path: "from" }] });
      expect(refused.json.detail).toMatch(/“Send Webhook”.*Retry it from the start\.$/);
      const again = await retry(run.id, { from: "start", version: "current" });
      expect(again.status).toBe("succeeded");
      expect(await runsOf(product(), scenario)).toHaveLength(2);
    });
  });

  it("a retry asked for five times at once is one run, with one request", async () => {
    const { scenario, run, down } = await halfFailed("at-once");
    // Held until all have asked: a retry that has ended could be followed by another.
    const held: (() => void)[] = [];
    receiver().script(down, ({ response }) => held.push(() => response.end("ok")));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(run.id, { from: "failed" })),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    const [runId, ...others] = new Set(answers.map(({ json }) => json.runId as string));
    expect(others).toEqual([]);
    expect((await ask(run.id, { from: "start" })).status).toBe(409);
    await receiver().waitFor(2, down);
    for (const release of held) release();
    expect((await endedRun(runId ?? "")).status).toBe("succeeded");
    expect(await runsOf(product(), scenario)).toHaveLength(2);
    expect(arrived(down)).toHaveLength(2);
  });

  it("a run that is going on, and one of a deleted scenario, are not retried", async () => {
    receiver().script("/going-on", { delayMs: 3_000 });
    const scenario = await liveScenario(product(), to("/going-on"));
    await createOrder(product());
    await receiver().waitFor(1, "/going-on");
    const [going] = await runsOf(product(), scenario);
    const early = await ask(going.id, { from: "start" });
    expect([early.status, early.json.code]).toEqual([409, "conflict"]);
    await endedRun(going.id);
    await product().call(`/api/v1/scenarios/${scenario}`, { method: "DELETE" });
    const late = await ask(going.id, { from: "start" });
    expect([late.status, late.json.code]).toEqual([409, "conflict"]);
    expect(late.json.detail).toContain("deleted");
    expect(arrived("/going-on")).toHaveLength(1);
  });

  it("a test that is retried stays a test, on the draft that was tested", async () => {
    receiver().script("/test-retry", 500, 200);
    const scenario = await createScenario(product(), to("/test-retry"));
    const test = await product().post(`/api/v1/scenarios/${scenario}/test`);
    await endedRun(test.json.runId);
    await activateScenario(product(), scenario);
    const again = await retry(test.json.runId, { from: "failed" });
    expect(again).toMatchObject({ status: "succeeded", isTest: true, versionNumber: null });
    const sent = await deliveries(product(), scenario);
    expect(sent.map(({ isTest }) => isTest)).toEqual([true, true]);
  });

  it("an unknown run is 404, and an unknown way 400 with its field", async () => {
    expect((await ask("run_none", { from: "start" })).status).toBe(404);
    const { json, status } = await ask("run_none", { from: "middle" });
    expect([status, json.code, json.errors[0].path]).toEqual([400, "invalid_request", "from"]);
  });
}
