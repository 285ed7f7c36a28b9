import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAddressGuard } from "@/lib/net/guard";
import { type DnsServer, startDnsServer } from "@/tests/fixtures/dns-server";
import { type Receiver, startReceiver } from "@/tests/fixtures/receiver";
import { isRetryable } from "./failures";
import { sendWebhook } from "./send";

/** Stands for a public address: allowed, and on this machine. */
const OUTSIDE = "127.0.0.2";
/** Stands for one inside the network: refused, and something listens there. */
const INSIDE = "127.0.0.1";

let names: DnsServer;
let receiver: Receiver;
let trap: Receiver;

beforeAll(async () => {
  names = await startDnsServer();
  receiver = await startReceiver({ host: OUTSIDE });
  trap = await startReceiver({ host: INSIDE, port: receiver.port });
});
beforeEach(() => receiver.reset());
afterAll(() => Promise.all([names.close(), receiver.close(), trap.close()]));

const send = (name: string, timeoutMs = 20_000) =>
  sendWebhook({
    url: `http://${name}:${receiver.port}/hook`,
    body: "{}",
    headers: {},
    timeoutMs,
    guard: createAddressGuard({ allowedCidrs: [`${OUTSIDE}/32`], lookup: names.resolve }),
  });
const kindOf = async (name: string) => (await send(name)).failure?.kind ?? "arrived";

describe("a name server", () => {
  it("that answers with an address inside the second time gains nothing", async () => {
    names.script("rebind.example", [OUTSIDE], [INSIDE]);
    expect(await send("rebind.example")).toMatchObject({ ok: true, remoteAddress: OUTSIDE });
    // The connection went to what was vetted: nobody has asked again.
    expect(names.asked("rebind.example")).toBe(1);
    expect(await kindOf("rebind.example")).toBe("blocked_address");
    expect(names.asked("rebind.example")).toBe(2);
    expect(trap.connectionCount()).toBe(0);
  });

  it("that flips is asked at every attempt, and each goes by its own answer", async () => {
    names.script("flips.example", [INSIDE], [OUTSIDE], [INSIDE], [OUTSIDE]);
    const kinds: string[] = [];
    for (let attempt = 0; attempt < 4; attempt++) kinds.push(await kindOf("flips.example"));
    expect(kinds).toEqual(["blocked_address", "arrived", "blocked_address", "arrived"]);
    expect(receiver.requests).toHaveLength(2);
    expect(trap.connectionCount()).toBe(0);
  });

  it.each([
    ["one address outside and one inside", [OUTSIDE, INSIDE]],
    ["the inside one first", [INSIDE, OUTSIDE]],
    ["an IPv6 address of this machine beside it", [OUTSIDE, "::1"]],
    ["a mapped address beside it", [OUTSIDE, "::ffff:169.254.169.254"]],
    ["a metadata address beside it", [OUTSIDE, "169.254.169.254"]],
    ["a local IPv6 address alone", ["fd12:3456::1"]],
    ["a link-local IPv6 address alone", ["fe80::1"]],
  ])("that gives %s is refused", async (_what, addresses) => {
    names.script("mixed.example", addresses);
    expect(await kindOf("mixed.example")).toBe("blocked_address");
    expect(receiver.requests).toEqual([]);
    expect(trap.connectionCount()).toBe(0);
  });

  it.each(["servfail", "nxdomain"] as const)(
    "that answers %s fails closed as dns, is tried again, and may be well by then",
    async (failure) => {
      names.script("failing.example", failure, [OUTSIDE]);
      const result = await send("failing.example");
      expect(result).toMatchObject({ ok: false, remoteAddress: null, failure: { kind: "dns" } });
      expect(isRetryable("dns", null)).toBe(true);
      expect(await kindOf("failing.example")).toBe("arrived");
    },
  );

  it("that knows no address of the name fails as dns", async () => {
    names.script("empty.example", []);
    expect(await kindOf("empty.example")).toBe("dns");
  });

  it("that does not answer fails closed as dns within the deadline of the whole", async () => {
    names.script("silent.example", "silence");
    const result = await send("silent.example", 200);
    expect(result).toMatchObject({ ok: false, statusCode: null, failure: { kind: "dns" } });
    expect(trap.connectionCount()).toBe(0);
  });
});
