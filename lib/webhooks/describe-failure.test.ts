import { describe, expect, it } from "vitest";
import { type AddressRefusal, describeFailure } from "./describe-failure";
import { FAILURE_KINDS, FAILURE_TITLES } from "./failures";

describe("describeFailure", () => {
  it.each(FAILURE_KINDS)(
    "has a title, a message and a hint for %s, even without context",
    (kind) => {
      const { message, hint } = describeFailure(kind);
      expect(FAILURE_TITLES[kind]).toMatch(/^[A-Z]/);
      for (const text of [message, hint]) {
        expect(text).toMatch(/^\S.*\.$/);
        expect(text).not.toMatch(/undefined|null|NaN|\[object/);
      }
    },
  );

  it("names the new address of a redirect", () => {
    const { hint } = describeFailure("redirect", { statusCode: 301, location: "https://new/x" });
    expect(hint).toContain("https://new/x");
  });

  it.each([
    [401, "credentials"],
    [403, "permit"],
    [404, "path"],
    [410, "wants no more"],
    [413, "too large"],
    [429, "too many"],
  ])("has a hint of its own for %i", (statusCode, words) => {
    expect(describeFailure("client_error", { statusCode }).hint).toContain(words);
  });

  it("suggests a longer timeout and says how far it came", () => {
    const text = describeFailure("timeout", { timeoutMs: 30_000, phase: "body", statusCode: 200 });
    expect(text.message).toContain("30 s");
    expect(text.message).toContain("status 200");
    expect(text.hint).toContain("Raise the timeout");
  });

  it.each([
    ["CERT_HAS_EXPIRED", "expired"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "another name"],
  ])("says %s in words", (code, words) => {
    expect(describeFailure("tls", { code }).message).toContain(words);
  });
});

describe("a refused address", () => {
  const hintOf = (refusal: AddressRefusal) => describeFailure("blocked_address", { refusal }).hint;

  it("is not said to be one that an owner can allow where none can", () => {
    expect(hintOf("blocked_address")).toContain("owner can allow");
    expect(hintOf("operators_address")).not.toContain("owner can allow");
    expect(hintOf("operators_address")).toContain("WEBHOOK_ALLOWED_CIDRS");
  });

  it("for another reason is not told to be public", () => {
    for (const refusal of ["https_only", "port", "by_proxy", "scheme", "credentials"] as const) {
      expect(hintOf(refusal)).not.toContain("public address");
    }
    expect(hintOf("https_only")).toContain("https://");
    expect(hintOf("port")).toContain("port");
    expect(hintOf("by_proxy")).toContain("proxy");
  });
});
