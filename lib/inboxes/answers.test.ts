import { describe, expect, it } from "vitest";
import { answerFor } from "./answers";
import { inboxBehaviours } from "./schemas";

describe("what an inbox answers", () => {
  it.each([
    ["ok", 0, 200],
    ["fail-twice", 0, 500],
    ["fail-twice", 1, 500],
    ["fail-twice", 2, 200],
    ["client-error", 0, 400],
    ["gone", 0, 410],
    ["rate-limited", 0, 429],
    ["rate-limited", 1, 200],
    ["too-slow", 0, 200],
    ["invalid-json", 0, 200],
    ["gzip", 0, 200],
    ["server-error", 5, 500],
    ["slow", 0, 200],
    ["redirect", 0, 302],
    ["big-body", 0, 200],
  ] as const)("%s after %i failures is %i", (behaviour, failedBefore, status) => {
    expect(answerFor(behaviour, failedBefore).status).toBe(status);
  });

  it("is never of a type that a browser would run", () => {
    for (const behaviour of inboxBehaviours) {
      expect(answerFor(behaviour, 0).contentType).toMatch(/^(application\/json|text\/plain)/);
    }
  });

  it("waits, redirects and is big where it says so", () => {
    expect(answerFor("ok", 0).body).toBe('{"received":true}');
    expect(answerFor("slow", 0).delayMs).toBe(20_000);
    expect(answerFor("too-slow", 0).delayMs).toBe(40_000);
    expect(answerFor("rate-limited", 0).headers).toEqual({ "retry-after": "5" });
    expect(answerFor("redirect", 0).headers?.location).toBe("https://example.com/elsewhere");
    expect(answerFor("big-body", 0).body).toHaveLength(1_000_000);
  });
});
