import { describe, expect, it } from "vitest";
import { VisitorLimit } from "./visitor-limit";

function limitAt(perMinute = { address: 2, process: 5 }) {
  let time = 1_000;
  const limit = new VisitorLimit(perMinute, () => time);
  return {
    /** Whether a try from an address is taken; otherwise the seconds to wait. */
    ask: async (address: string | null, isVouchedFor?: boolean) => {
      const headers = new Headers(address === null ? {} : { "x-forwarded-for": address });
      try {
        if (isVouchedFor === undefined) limit.take(headers);
        else await limit.takeUnlessVouchedFor(headers, () => isVouchedFor);
        return true;
      } catch (error) {
        return (error as { extra: { retryAfterSeconds: number } }).extra.retryAfterSeconds;
      }
    },
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
  };
}

describe("the limit of visitors", () => {
  it("is each address's own, and told with when to come back", async () => {
    const { ask, pass } = limitAt();
    expect([await ask("192.0.2.1"), await ask("192.0.2.1")]).toEqual([true, true]);
    expect(await ask("192.0.2.1")).toBe(30);
    expect(await ask("192.0.2.2")).toBe(true);
    pass(30);
    expect(await ask("192.0.2.1")).toBe(true);
    expect(await ask("192.0.2.1")).toBe(30);
  });

  it("is one for what one customer has of IPv6, and for either spelling of IPv4", async () => {
    const { ask } = limitAt({ address: 1, process: 100 });
    expect(await ask("2001:db8::1")).toBe(true);
    expect(await ask("2001:db8:0:0:ffff::2")).toBe(60);
    expect(await ask("2001:db8:0:1::1")).toBe(true);
    expect(await ask("192.0.2.1")).toBe(true);
    expect(await ask("::ffff:192.0.2.1")).toBe(60);
  });

  it("is one for all whose address nobody knows", async () => {
    const { ask } = limitAt({ address: 1, process: 100 });
    expect([await ask(null), await ask("nonsense")]).toEqual([true, 60]);
  });

  it("what is refused to an address costs the others nothing", async () => {
    const { ask } = limitAt();
    for (let n = 0; n < 50; n++) await ask("192.0.2.1");
    expect([await ask("192.0.2.2"), await ask("192.0.2.3"), await ask("192.0.2.4")]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("of the whole process lets those pass who are vouched for", async () => {
    const { ask } = limitAt();
    for (let n = 1; n <= 5; n++) expect(await ask(`192.0.2.${n}`)).toBe(true);
    expect(await ask("192.0.2.6", false)).toBe(12);
    expect(await ask("192.0.2.6", true)).toBe(true);
  });

  it("of the whole process costs an address only what was looked at for it", async () => {
    const { ask } = limitAt();
    for (let n = 1; n <= 5; n++) expect(await ask(`192.0.2.${n}`)).toBe(true);
    expect([await ask("192.0.2.6"), await ask("192.0.2.6"), await ask("192.0.2.6")]).toEqual([
      12, 12, 12,
    ]);
    // Asking what vouches for it is a look-up: not as many as anybody likes.
    expect([await ask("192.0.2.6", false), await ask("192.0.2.6", false)]).toEqual([12, 12]);
    expect(await ask("192.0.2.6", false)).toBe(30);
  });

  it("does not remember addresses without end", async () => {
    const { ask } = limitAt({ address: 1, process: 1_000_000 });
    expect(await ask("2001:db8::1")).toBe(true);
    for (let n = 1; n <= 10_000; n++) await ask(`2001:db8:${n.toString(16)}::1`);
    expect(await ask("2001:db8::1")).toBe(true);
  });
});
