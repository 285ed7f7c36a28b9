import { describe, expect, it } from "vitest";
import { clientAddress, originOf, requestOrigin, withOrigin } from "@/lib/audit/request-origin";

describe("the address of a client", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["2001:db8::7", "2001:db8::7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    // What the client made up stands before what the nearest hop wrote.
    ["10.0.0.1, 203.0.113.7", "203.0.113.7"],
    ["<script>, 203.0.113.7", "203.0.113.7"],
    ["203.0.113.7, <script>", null],
    ["unknown", null],
    ["", null],
    [null, null],
  ])("%j is %j", (header, address) => {
    expect(clientAddress(header)).toBe(address);
  });
});

describe("the origin of a request", () => {
  it("is known to all that the request does, and to nothing else", async () => {
    const of = (ip: string) =>
      withOrigin(new Headers({ "x-forwarded-for": ip, "user-agent": `agent ${ip}` }), async () => {
        await Promise.resolve();
        return requestOrigin();
      });
    expect(await Promise.all([of("203.0.113.1"), of("203.0.113.2")])).toEqual([
      { ipAddress: "203.0.113.1", userAgent: "agent 203.0.113.1" },
      { ipAddress: "203.0.113.2", userAgent: "agent 203.0.113.2" },
    ]);
    expect(requestOrigin()).toEqual({ ipAddress: null, userAgent: null });
  });

  it("keeps no more of a user agent than programs need", () => {
    const { userAgent } = originOf(new Headers({ "user-agent": "x".repeat(10_000) }));
    expect(userAgent).toHaveLength(300);
  });
});
