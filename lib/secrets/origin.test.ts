import { describe, expect, it } from "vitest";
import { movedMessage, originOf } from "./origin";

const of = (webhookUrl: unknown, operation = "webhooks.send") =>
  originOf({ operation, config: { webhookUrl } });

describe("where a node sends its secrets to", () => {
  it.each([
    ["https://example.com/a?b#c", "https://example.com"],
    ["HTTPS://Example.COM:443/a", "https://example.com"],
    ["http://example.com:80", "http://example.com"],
    ["http://example.com:8080/", "http://example.com:8080"],
    ["https://münchen.example/", "https://xn--mnchen-3ya.example"],
    ["https://example.com.evil.example/", "https://example.com.evil.example"],
    ["https://example.com@evil.example/", "https://evil.example"],
    ["https://evil.example\\@example.com/", "https://evil.example"],
    ["http://2130706433/", "http://127.0.0.1"],
    ["http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]"],
  ])("of %s is %s", (url, origin) => {
    expect(of(url)).toBe(origin);
  });

  it.each([undefined, "", "example.com", "https://", "ftp://example.com", "javascript:0", 5])(
    "of %s is not known",
    (url) => {
      expect(of(url)).toBeNull();
    },
  );

  it("is asked of an operation that the registry does not know as well", () => {
    expect(of("https://example.com/", "gone.away")).toBe("https://example.com");
  });

  it("is told with what it was before, where that is known", () => {
    expect(movedMessage("https://a.example", "https://b.example")).toContain("https://a.example");
    expect(movedMessage(null, "https://b.example")).toContain("https://b.example");
  });
});
