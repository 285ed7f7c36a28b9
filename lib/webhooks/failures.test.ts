import { describe, expect, it } from "vitest";
import { type FailureKind, failureOfStatus, isRetryable } from "./failures";

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
