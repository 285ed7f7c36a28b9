import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Attempt, Delivery } from "@/components/api";
import { asCurl, nextSentence, resultWords, wasSent } from "./words";

const delivery = {
  status: "failed",
  attemptCount: 2,
  maxAttempts: 2,
  lastStatusCode: null,
  lastFailure: null,
} as unknown as Delivery;
const failure = (kind: string) => ({ kind, message: "", hint: "" });

describe("what is said of a failed delivery", () => {
  it.each<[Partial<Delivery>, string]>([
    [{ lastStatusCode: 503, lastFailure: failure("server_error") }, "; the last answer was 503."],
    [{ lastFailure: failure("timeout") }, ": timed out."],
    [{ lastFailure: failure("protocol") }, ": not an HTTP answer."],
    [{ lastStatusCode: 200, lastFailure: failure("timeout") }, ": timed out."],
    [{}, "."],
  ])("%j names the cause", (change, cause) => {
    expect(nextSentence({ ...delivery, ...change }, 0)).toContain(
      `It failed for good after 2 attempts${cause}`,
    );
  });

  it("a status code gives way to what went wrong beside it", () => {
    expect(resultWords({ lastStatusCode: 204, lastFailure: null })).toBe("204");
    expect(resultWords({ lastStatusCode: 404, lastFailure: failure("client_error") })).toBe("404");
    expect(resultWords({ lastStatusCode: 200, lastFailure: failure("timeout") })).toBe("Timed out");
    expect(resultWords({ lastStatusCode: null, lastFailure: null })).toBeNull();
  });
});

describe("a request was sent", () => {
  const timings = { dnsMs: 1, connectMs: null, tlsMs: null, firstByteMs: null, bodyMs: null };
  const attempt = (change: Partial<Attempt>, url = "https://example.com/") =>
    ({ response: null, failure: null, timings, request: { url }, ...change }) as unknown as Attempt;

  it.each<[boolean, string, Attempt]>([
    [true, "while no failure is known", attempt({ timings: null })],
    [
      true,
      "when the outcome is unknown",
      attempt({ failure: failure("interrupted"), timings: null }),
    ],
    [false, "when its address is refused", attempt({ failure: failure("blocked_address") })],
    [false, "when there was no connection", attempt({ failure: failure("connect") })],
    [
      false,
      "when the secure connection did not stand",
      attempt({ failure: failure("tls"), timings: { ...timings, connectMs: 3 } }),
    ],
    [
      true,
      "when the answer did not come in time",
      attempt({ failure: failure("timeout"), timings: { ...timings, connectMs: 3, tlsMs: 5 } }),
    ],
    [
      true,
      "when it went without TLS",
      attempt({ failure: failure("reset"), timings: { ...timings, connectMs: 3 } }, "http://a/"),
    ],
  ])("%s %s", (sent, _, made) => {
    expect(wasSent(made)).toBe(sent);
  });
});

describe("an attempt as curl", () => {
  const attempt = {
    request: { headers: { Authorization: "••••••••", "X-Shop": "it's ours", Host: "x" } },
  } as unknown as Attempt;

  it("leaves secret values to the shell, and says which", () => {
    const text = asCurl("https://example.com/a?b=1&c", attempt, '{"a":1}');
    expect(text).toContain("# Secret values are not shown: set AUTHORIZATION first.\ncurl -X POST");
    expect(text).toContain(`-H 'Authorization: '"$AUTHORIZATION"`);
    expect(text).toContain(`-H 'X-Shop: it'\\''s ours'`);
    expect(text).not.toContain("•");
  });

  it("runs nothing that a name or a value says, which an imported scenario may choose", () => {
    const names = ["X-`touch$IFS'pwned'`", "X-$(id)", "9-$HOME"];
    const headers = Object.fromEntries(names.map((name) => [name, "••••••••"]));
    const hostile = { request: { headers } } as unknown as Attempt;
    const text = asCurl("https://example.com/$(id)`id`", hostile, "$(id)");
    const script = `curl() { printf '%s\\n' "$@"; }\n${text}`;
    const said = execFileSync("sh", ["-c", script], { encoding: "utf8" }).trim().split("\n");
    expect(said).toEqual([
      ...["-X", "POST", "https://example.com/$(id)`id`"],
      ...names.flatMap((name) => ["-H", `${name}: `]),
      ...["-H", "Content-Type: application/json", "--data-raw", "$(id)"],
    ]);
  });

  it("says nothing of secrets where there are none", () => {
    expect(asCurl("https://example.com/", undefined, "{}")).toMatch(/^curl -X POST/);
  });
});
