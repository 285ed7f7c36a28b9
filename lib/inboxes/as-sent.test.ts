import { describe, expect, it } from "vitest";
import { asSent } from "./as-sent";

const sent = { host: "127.0.0.1:3000", "user-agent": "a" };
const added = {
  "x-forwarded-for": "127.0.0.1",
  "x-forwarded-host": "127.0.0.1:3000",
  "x-forwarded-port": "3000",
  "x-forwarded-proto": "http",
};
const kept = (headers: Record<string, string>) => asSent(new Headers(headers), 3000);

describe("the headers of a request to an inbox", () => {
  it("are those that were sent when it came straight", () => {
    expect(kept({ ...sent, ...added })).toEqual(sent);
    expect(kept({ ...sent, ...added, "x-forwarded-for": "::ffff:10.0.0.7" })).toEqual(sent);
  });

  it.each([
    ["x-forwarded-proto", "https"],
    ["x-forwarded-host", "hooks.example.com"],
    ["x-forwarded-port", "443"],
  ])("keep what a proxy added, told by %s: %s", (name, value) => {
    const proxied = { ...sent, ...added, [name]: value };
    expect(kept(proxied)).toEqual(proxied);
  });

  it("keep an X-Forwarded-For that Next can't have made", () => {
    const chain = { "x-forwarded-for": "1.2.3.4, 5.6.7.8" };
    expect(kept({ ...sent, ...added, ...chain })).toEqual({ ...sent, ...chain });
  });

  it("are left alone where nothing was added", () => {
    expect(kept(sent)).toEqual(sent);
  });
});
