import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { type Behaviour, steps } from "../../fixtures/receiver";
import { perform } from "../../fixtures/receiver/steps";
import type { Reply } from "../support/receiver";
import type { World } from "../support/world";

const ORDERS = 3;
/** More than a gigabyte's buffer, or an unpacked bomb, would leave free. */
const GROWTH_MIB = 300;

const headers = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x-h-${i}`, "v"]));
const broken = { headers: { "Content-Encoding": "gzip" } };
const answering =
  (step: Parameters<typeof perform>[0]): Behaviour =>
  (context) =>
    perform(step, context);

/** Each way to misbehave, and how the delivery ends that meets nothing else. */
const MISCHIEF: Record<string, { reply: Reply | Behaviour; ends: string }> = {
  reset: { reply: steps.reset(), ends: "failed reset" },
  "hang-up": { reply: steps.hangUp(), ends: "failed reset" },
  garbage: { reply: steps.garbage(), ends: "failed protocol" },
  stall: { reply: steps.stall(), ends: "failed timeout" },
  "stall-in-headers": { reply: steps.stallInHeaders(), ends: "failed timeout" },
  drip: { reply: steps.drip(500), ends: "failed timeout" },
  gigabyte: { reply: steps.huge(1_024), ends: "succeeded" },
  "gzip-bomb": { reply: steps.gzipBomb(1_024), ends: "succeeded" },
  "broken-gzip": { reply: answering({ ...broken, body: "not gzip" }), ends: "succeeded" },
  "cut-gzip": {
    reply: answering({ ...broken, body: gzipSync("x".repeat(500)).subarray(0, 15) }),
    ends: "succeeded",
  },
  "no-text": { reply: answering({ body: Buffer.from([0x61, 0, 0xff, 0xfe]) }), ends: "succeeded" },
  "hundred-headers": { reply: answering({ headers }), ends: "succeeded" },
  "early-hints": { reply: steps.informationalFirst(103), ends: "succeeded" },
  "half-a-chunk": { reply: steps.halfChunk(), ends: "succeeded" },
  redirect: { reply: steps.redirect("http://169.254.169.254/"), ends: "failed redirect" },
  "not-modified": { reply: { status: 304 }, ends: "failed redirect" },
  gone: { reply: { status: 410 }, ends: "failed client_error" },
  empty: { reply: { status: 204 }, ends: "succeeded" },
};

/** Every receiver that misbehaves, all of them at once. */
export function receiverCases(world: () => World) {
  it("receivers that misbehave, in each way at once, cost an attempt each, no memory, and nobody else", async () => {
    const { shop, receiver, rows, instance } = world();
    const well = await world().addReceiver();
    for (const [name, { reply }] of Object.entries(MISCHIEF))
      receiver.rule(`/${name}`, () => reply);
    const before = memoryMib(instance.pid("web"));
    const urls = [
      ...Object.keys(MISCHIEF).map((name) => receiver.url(`/${name}`)),
      well.url("/well"),
    ];
    const id = await shop.live(
      ...urls.map((webhookUrl) => ({ webhookUrl, timeout: 5, retryAttempts: 0 })),
    );
    for (let order = 0; order < ORDERS; order++) await shop.order();
    expect(await world().settle()).toEqual([]);
    await shop.call("POST", `/api/v1/scenarios/${id}/deactivate`, {});
    const ended = await rows<{ path: string; ends: string }>(
      `select distinct substring(url from '[^/]+$') as path,
         rtrim(status || ' ' || coalesce(last_failure_kind, '')) as ends
       from deliveries where scenario_id = $1`,
      [id],
    );
    expect(Object.fromEntries(ended.map(({ path, ends }) => [path, ends]))).toEqual({
      ...Object.fromEntries(Object.entries(MISCHIEF).map(([name, { ends }]) => [name, ends])),
      well: "succeeded",
    });
    expect(well.arrivals).toHaveLength(ORDERS);
    const [gone] = await rows<{ hint: string }>(
      `select last_failure_hint as hint from deliveries
       where scenario_id = $1 and url like '%/gone' limit 1`,
      [id],
    );
    expect(gone?.hint).toContain("wants no more deliveries");
    const after = memoryMib(instance.pid("web"));
    if (before !== null && after !== null) expect(after - before).toBeLessThan(GROWTH_MIB);
  });

  it("a receiver that answers 429 again and again, where that is repeated, gets the time it asks for", async () => {
    const { shop, receiver } = world();
    const well = await world().addReceiver();
    const askedSeconds = 2;
    receiver.rule("/busy", (_, nth) =>
      nth < 3 ? { status: 429, retryAfter: askedSeconds } : { status: 200 },
    );
    const id = await shop.live(
      { webhookUrl: receiver.url("/busy"), retryOn: [429], retryAttempts: 2 },
      { webhookUrl: well.url("/well") },
    );
    await shop.order();
    expect(await world().settle()).toEqual([]);
    await shop.call("POST", `/api/v1/scenarios/${id}/deactivate`, {});
    const times = receiver.to("/busy").map(({ at }) => at);
    expect(times).toHaveLength(3);
    for (const [index, at] of times.slice(1).entries()) {
      expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(askedSeconds * 1_000);
    }
    expect(well.arrivals.map(({ status }) => status)).toEqual([200]);
    expect(well.arrivals[0]?.at).toBeLessThan(times[1] ?? 0);
  });
}

/** Resident memory of a process; null where the system does not tell. */
function memoryMib(pid: number | undefined): number | null {
  if (process.platform !== "linux" || !pid) return null;
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return kib === undefined ? null : Number(kib) / 1_024;
}
