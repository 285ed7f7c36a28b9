import { describe, expect, test } from "vitest";
import { until } from "@/inngest/engine/testing/harness";
import { engineUnderTest, type Given } from "./support/engine-under-test";

const given = engineUnderTest();

/** Sends what the SDK would not, and resolves to the status. */
async function post(s: Given, body: string): Promise<number> {
  const response = await fetch(`${s.client.baseUrl}/e/${s.client.eventKey}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  await response.body?.cancel();
  return response.status;
}

/** An app with one function, which writes down the data it is called with. */
async function listening() {
  const heard: unknown[] = [];
  const s = await given(({ inngest, go }) => [
    inngest.createFunction({ id: "listener", triggers: { event: go } }, ({ event }) => {
      heard.push(event.data.n);
    }),
  ]);
  return { s, heard };
}

describe("an event", () => {
  test("reaches each function that listens to it, with its id, name, data and time", async () => {
    const heard: unknown[] = [];
    const s = await given(({ inngest, go }) =>
      ["one", "two"].map((id) =>
        inngest.createFunction({ id, triggers: { event: go } }, ({ event, events }) => {
          heard.push({ id, event, events: events.length });
        }),
      ),
    );
    await s.inngest.send({ id: `${s.go}-a`, name: s.go, data: { n: 1 }, ts: 1_700_000_000_000 });
    await until("both functions", () => heard.length === 2);
    const event = { id: `${s.go}-a`, name: s.go, data: { n: 1 }, ts: 1_700_000_000_000 };
    expect(heard).toHaveLength(2);
    for (const id of ["one", "two"]) {
      expect(heard).toContainEqual({ id, event: expect.objectContaining(event), events: 1 });
    }
  });

  test("starts a function that has two triggers by either of them", async () => {
    const heard: string[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        { id: "both", triggers: [{ event: go }, { event: `${go}.too` }] },
        ({ event }) => {
          heard.push(event.name);
        },
      ),
    ]);
    await s.inngest.send([
      { name: s.go, data: {} },
      { name: `${s.go}.too`, data: {} },
    ]);
    await until("both runs", () => heard.length === 2);
    expect(heard.sort()).toEqual([s.go, `${s.go}.too`]);
  });

  test("with an id that came before starts nothing, and changes nothing", async () => {
    const { s, heard } = await listening();
    await s.completed(await s.send({ n: 1 }, `${s.go}-same`));
    await s.send({ n: 2 }, `${s.go}-same`);
    // Whatever the repeat would start had been asked for before this one.
    await s.completed(await s.send({ n: 3 }));
    expect(heard).toEqual([1, 3]);
  });

  test("with one id twice in one request starts one run", async () => {
    const { s, heard } = await listening();
    const twin = { id: `${s.go}-twin`, name: s.go };
    await s.inngest.send([
      { ...twin, data: { n: 1 } },
      { ...twin, data: { n: 1 } },
    ]);
    await s.completed(await s.send({ n: 2 }));
    await until("the twins' run", () => heard.includes(1));
    expect(heard.sort()).toEqual([1, 2]);
  });

  test("that carries several as its data is one, and starts nothing by a name it begins with", async () => {
    const heard: unknown[] = [];
    const s = await given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "single", triggers: { event: go } }, ({ event }) => {
        heard.push(event.data);
      }),
      inngest.createFunction({ id: "batch", triggers: { event: `${go}.batch` } }, ({ event }) =>
        answer({ id: event.id, data: event.data }),
      ),
    ]);
    const id = `batch:${s.go}`;
    const batch = Array.from({ length: 50 }, (_, n) => ({ deliveryId: `d-${n}`, n }));
    const data = { batch, targetHost: "[::1]:8443" };
    const { ids } = await s.inngest.send({ id, name: `${s.go}.batch`, data });
    await s.completed(String(ids[0]));
    await s.completed(await s.send({ n: 1 }));
    expect(s.answers).toEqual([{ id, data }]);
    expect(heard).toEqual([{ n: 1 }]);
  });

  test("has one id in every call of its run, and in onFailure: its own, or one it was given", async () => {
    const seen: Record<string, (string | undefined)[]> = { own: [], given: [] };
    const failed: Record<string, string | undefined> = {};
    const s = await given(({ inngest, go }) => [
      inngest.createFunction(
        {
          id: "calls",
          triggers: { event: go },
          retries: 1,
          onFailure: ({
            event,
          }: {
            event: { data: { event: { id?: string; data: unknown } } };
          }) => {
            const { id, data } = event.data.event;
            failed[(data as { who: string }).who] = id;
          },
        },
        ({ event }) => {
          seen[event.data.who]?.push(event.id);
          throw new Error("broken");
        },
      ),
    ]);
    await s.send({ who: "own" }, `${s.go}-own`);
    await s.send({ who: "given" });
    await until("both handlers", () => "own" in failed && "given" in failed);
    expect(seen.own).toEqual([`${s.go}-own`, `${s.go}-own`]);
    expect(failed.own).toBe(`${s.go}-own`);
    expect(seen.given).toEqual([expect.any(String), seen.given?.[0]]);
    expect(failed.given).toBe(seen.given?.[0]);
  });

  test("that is one of a hundred in one request starts a run, as each of them does", async () => {
    const heard: number[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction({ id: "many", triggers: { event: go } }, ({ event }) => {
        heard.push(event.data.n);
      }),
    ]);
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    await s.inngest.send(numbers.map((n) => ({ id: `${s.go}-${n}`, name: s.go, data: { n } })));
    await until("all runs", () => heard.length >= numbers.length);
    expect(heard.sort((a, b) => a - b)).toEqual(numbers);
  });

  test("of 200 KiB arrives whole; one of 4 MiB is refused", async () => {
    const lengths: number[] = [];
    const s = await given(({ inngest, go }) => [
      inngest.createFunction({ id: "large", triggers: { event: go } }, ({ event }) => {
        lengths.push(event.data.text.length);
      }),
    ]);
    const event = (length: number) =>
      JSON.stringify({ name: s.go, data: { text: "x".repeat(length) } });
    expect(await post(s, event(4 * 1024 * 1024))).toBeGreaterThanOrEqual(400);
    expect(await post(s, event(200 * 1024))).toBe(200);
    await until("the run", () => lengths.length > 0);
    expect(lengths).toEqual([200 * 1024]);
  });

  test("without a name, in a form that is no event, or by an engine's own name is refused", async () => {
    const { s, heard } = await listening();
    for (const body of ["{", "3", '{"data":{}}', '{"name":"inngest/function.failed","data":{}}']) {
      expect(await post(s, body), body).toBeGreaterThanOrEqual(400);
    }
    await s.completed(await s.send({ n: 1 }));
    expect(heard).toEqual([1]);
  });
});
