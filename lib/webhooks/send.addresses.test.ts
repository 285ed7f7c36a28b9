import { describe, expect, it } from "vitest";
import { type AddressGuard, createAddressGuard, type ResolveAll } from "@/lib/net/guard";
import { isRetryable } from "./failures";
import { receiver, send, withReceiver } from "./testing/receiver";

withReceiver();

describe("addresses", () => {
  const blockAll = createAddressGuard({ allowedCidrs: [] });

  it("that are private are refused without a connection", async () => {
    const before = receiver.connectionCount();
    for (const host of ["127.0.0.1", "localhost", "localhost.", "2130706433", "[::ffff:7f00:1]"]) {
      const url = `http://${host}:${receiver.port}/hook`;
      const result = await send({ url, guard: blockAll });
      expect(result, host).toMatchObject({ ok: false, failure: { kind: "blocked_address" } });
      expect(result.remoteAddress).toBeNull();
    }
    expect(receiver.connectionCount()).toBe(before);
    expect(isRetryable("blocked_address", null)).toBe(false);
  });

  it.each([
    ["169.254.169.254", {}, "can't be allowed in Settings"],
    ["[::ffff:a9fe:a9fe]", {}, "can't be allowed in Settings"],
    ["metadata.example", {}, "can't be allowed in Settings"],
    ["10.0.0.1", {}, "an owner can allow its address in Settings"],
    ["localhost", {}, "an owner can allow its address in Settings"],
    ["erp.example", {}, "an owner can allow its address in Settings"],
    ["erp.example", { httpsOnly: true }, "begin with https://"],
    ["93.184.215.14", { httpsOnly: true }, "begin with https://"],
    ["93.184.215.14:8080", { allowedPorts: ["443"] }, "another port"],
  ])("such as %s with %j: the hint says what can be done", async (host, owner, words) => {
    const address = host.startsWith("erp") ? "10.0.0.1" : "169.254.169.254";
    const lookup: ResolveAll = async () => [{ address, family: 4 }];
    const guard = createAddressGuard({ allowedCidrs: [], owner, lookup });
    const { failure } = await send({ url: `http://${host}/hook`, guard });
    expect(failure).toMatchObject({
      kind: "blocked_address",
      hint: expect.stringContaining(words),
    });
  });

  const guardWith = (lookup: ResolveAll): AddressGuard =>
    createAddressGuard({ allowedCidrs: ["127.0.0.1/32"], lookup });

  it("of a name that flips after the check lead nowhere else", async () => {
    const answers = ["127.0.0.1", "169.254.169.254", "127.0.0.1", "127.0.0.2"];
    let asked = 0;
    const flipping = guardWith(async () => [{ address: answers[asked++] ?? "", family: 4 }]);
    const url = `http://rebind.example:${receiver.port}/hook`;
    const kinds: unknown[] = [];
    for (const _ of answers) {
      const result = await send({ url, guard: flipping });
      kinds.push(result.failure?.kind ?? result.remoteAddress);
    }
    expect(kinds).toEqual(["127.0.0.1", "blocked_address", "127.0.0.1", "blocked_address"]);
    expect(asked).toBe(4);
    expect(receiver.requests).toHaveLength(2);
    expect(receiver.requests[0]?.headers.host).toBe(`rebind.example:${receiver.port}`);
  });

  it("of a name are refused when one of several is private", async () => {
    const mixed = guardWith(async () => [
      { address: "127.0.0.1", family: 4 },
      { address: "10.0.0.1", family: 4 },
    ]);
    const url = `http://mixed.example:${receiver.port}/hook`;
    const result = await send({ url, guard: mixed });
    expect(result).toMatchObject({ failure: { kind: "blocked_address" } });
    expect(receiver.requests).toHaveLength(0);
  });

  it("of a name are tried in turn", async () => {
    const two = createAddressGuard({
      allowedCidrs: ["127.0.0.0/8", "::1"],
      lookup: async () => [
        { address: "::1", family: 6 },
        { address: "127.0.0.1", family: 4 },
      ],
    });
    const result = await send({ url: `http://two.example:${receiver.port}/hook`, guard: two });
    expect(result).toMatchObject({ ok: true, remoteAddress: "127.0.0.1" });
    expect(result.timings.dnsMs).not.toBeNull();
  });

  it.each(["ENOTFOUND", "EAI_AGAIN", "ESERVFAIL"])(
    "that fail with %s are dns, retried",
    async (code) => {
      const failing = guardWith(async () => {
        throw Object.assign(new Error(code), { code });
      });
      const result = await send({ url: "http://nowhere.example/", guard: failing });
      expect(result).toMatchObject({ ok: false, failure: { kind: "dns" } });
      expect(result.failure?.message).toContain("nowhere.example");
      expect(isRetryable("dns", null)).toBe(true);
    },
  );

  it("whose look-up hangs are dns once the deadline passes", async () => {
    const hanging = guardWith(() => new Promise(() => {}));
    const result = await send({ url: "http://slow.example/", guard: hanging, timeoutMs: 50 });
    expect(result).toMatchObject({ ok: false, failure: { kind: "dns" } });
  });

  it("in other alphabets are looked up as punycode and shown readably", async () => {
    const names: string[] = [];
    const recording = guardWith(async (name) => {
      names.push(name);
      throw Object.assign(new Error(), { code: "ENOTFOUND" });
    });
    const result = await send({ url: "http://münchen.example/hook", guard: recording });
    expect(names).toEqual(["xn--mnchen-3ya.example"]);
    expect(result.failure?.message).toContain("münchen.example");
  });
});
