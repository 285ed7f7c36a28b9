import { describe, expect, it } from "vitest";
import {
  type AddressRefusal,
  describeFailure,
  FAILURE_KINDS,
  FAILURE_TITLES,
  type FailureKind,
  failureOfStatus,
  isRetryable,
} from "./failures";

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

describe("failureOfStatus", () => {
  it.each([
    [200, null],
    [202, null],
    [204, null],
    [299, null],
    [300, "redirect"],
    [302, "redirect"],
    [304, "redirect"],
    [400, "client_error"],
    [429, "client_error"],
    [499, "client_error"],
    [500, "server_error"],
    [503, "server_error"],
    [599, "server_error"],
    [600, "protocol"],
    [101, "protocol"],
  ])("takes %i for %s", (status, kind) => {
    expect(failureOfStatus(status)).toBe(kind);
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

describe("isRetryable", () => {
  const expected: Record<FailureKind, boolean> = {
    dns: true,
    connect: true,
    tls: true,
    timeout: true,
    reset: true,
    protocol: true,
    server_error: true,
    interrupted: true,
    proxy: true,
    blocked_address: false,
    redirect: false,
    client_error: false,
    invalid_request: false,
    secret_unavailable: false,
  };

  it.each(Object.entries(expected))("%s: %s", (kind, retried) => {
    expect(isRetryable(kind as FailureKind, null)).toBe(retried);
  });

  it("never repeats a success", () => {
    expect(isRetryable(null, 200, { retryOn: [408, 425, 429] })).toBe(false);
  });

  it("repeats 408, 425 and 429 only where the node opted in, and no other 4xx ever", () => {
    for (let status = 400; status < 500; status++) {
      expect(isRetryable("client_error", status)).toBe(false);
      const opted = isRetryable("client_error", status, { retryOn: [status] });
      expect(opted).toBe([408, 425, 429].includes(status));
    }
  });

  it("repeats no redirect whatever was opted in", () => {
    for (let status = 300; status < 400; status++) {
      expect(isRetryable("redirect", status, { retryOn: [status] })).toBe(false);
    }
  });

  it("repeats every 5xx, and a body that ran out of time after 200 but not after 404", () => {
    for (let status = 500; status < 600; status++) {
      expect(isRetryable("server_error", status)).toBe(true);
    }
    expect(isRetryable("timeout", 200)).toBe(true);
    expect(isRetryable("timeout", 503)).toBe(true);
    expect(isRetryable("timeout", 404)).toBe(false);
  });
});
