import { describe, expect, it } from "vitest";
import { readSmallJson } from "./public-route";

describe("a body of a visitor", () => {
  const request = (body: string, type = "application/json; charset=utf-8") =>
    new Request("http://x/", { method: "POST", body, headers: { "content-type": type } });

  it("is JSON", async () => {
    expect(await readSmallJson(request('{"a":"ü"}'))).toEqual({ a: "ü" });
  });

  it.each([
    ["{}", "text/plain", "unsupported_media_type"],
    ["{}", "application/jsonp", "unsupported_media_type"],
    ["{", "application/json", "malformed_json"],
    ["", "application/json", "malformed_json"],
    [`"${"x".repeat(16 * 1024)}"`, "application/json", "payload_too_large"],
  ])("%.5s as %s is refused: %s", async (body, type, code) => {
    await expect(readSmallJson(request(body, type))).rejects.toMatchObject({ code });
  });
});
