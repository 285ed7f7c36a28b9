import { describe, expect, it } from "vitest";
import { MASK } from "@/lib/secrets/mask";
import { buildHeaders, maskHeaders } from "./headers";
import { signSpec, signStandard } from "./sign";
import { USER_AGENT } from "./version";

const input = {
  deliveryId: "dlv_01",
  event: "order.created",
  attempt: 2,
  timestampSeconds: 1700000000,
  body: '{"event":"order.created"}',
  secrets: [] as string[],
  custom: {} as Record<string, string>,
};

describe("buildHeaders", () => {
  it("has exactly these headers without a secret", () => {
    expect(buildHeaders(input)).toEqual({
      "Content-Type": "application/json",
      "User-Agent": USER_AGENT,
      "X-Webhook-Event": "order.created",
      "X-Webhook-Id": "dlv_01",
      "X-Webhook-Timestamp": "1700000000",
      "X-Webhook-Attempt": "2",
    });
  });

  it("adds both signatures with a secret", () => {
    const headers = buildHeaders({ ...input, secrets: ["s"] });
    const { deliveryId: id, body } = input;
    expect(headers).toMatchObject({
      "X-Webhook-Signature": signSpec("s", 1700000000, body),
      "webhook-id": "dlv_01",
      "webhook-timestamp": "1700000000",
      "webhook-signature": signStandard({ secrets: ["s"], id, timestamp: 1700000000, body }),
    });
  });

  it("signs with the newest secret, and in the standard header with both, while rotating", () => {
    const headers = buildHeaders({ ...input, secrets: ["new", "old"] });
    expect(headers["X-Webhook-Signature"]).toBe(signSpec("new", 1700000000, input.body));
    expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
  });

  it.each([
    ["content-type", "user-agent"],
    ["CONTENT-TYPE", "USER-AGENT"],
    ["Content-Type", "User-Agent"],
  ])("sends one %s and one %s, the node's own", (contentType, userAgent) => {
    const custom = { [contentType]: "application/x-www-form-urlencoded", [userAgent]: "Shop/2" };
    const headers = buildHeaders({ ...input, custom });
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(headers["Content-Type"]).toBe("application/x-www-form-urlencoded");
    expect(headers["User-Agent"]).toBe("Shop/2");
  });

  it("counts a name in two cases once, the last one", () => {
    const headers = buildHeaders({ ...input, custom: { "X-Shop": "1", "x-shop": "2" } });
    expect(headers["X-Shop"]).toBe("2");
    expect(headers).not.toHaveProperty("x-shop");
  });

  it("lets nobody override what identifies or signs the delivery", () => {
    const custom = {
      "x-webhook-id": "mine",
      "Webhook-Id": "mine",
      "WEBHOOK-SIGNATURE": "mine",
      "X-Webhook-Signature": "mine",
      "X-Webhook-Other": "mine",
    };
    for (const secrets of [[], ["s"]]) {
      const headers = buildHeaders({ ...input, secrets, custom });
      expect(Object.values(headers)).not.toContain("mine");
    }
  });

  it("survives names that objects treat as their own", () => {
    const custom = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>;
    const headers = buildHeaders({ ...input, custom });
    expect(Object.entries(headers)).toContainEqual(["__proto__", "x"]);
    expect(Object.entries(headers)).toContainEqual(["constructor", "y"]);
  });
});

describe("maskHeaders", () => {
  it("hides sensitive values in any case and keeps ours", () => {
    const masked = maskHeaders(
      {
        authorization: "Bearer t",
        APIToken: "t",
        "X-Api-Key": "k",
        Cookie: "a=b",
        "X-Tenant": "secret-by-choice",
        "X-Webhook-Signature": "sha256=00",
        "Content-Type": "application/json",
      },
      ["x-tenant"],
    );
    expect(masked).toEqual({
      authorization: MASK,
      APIToken: MASK,
      "X-Api-Key": MASK,
      Cookie: MASK,
      "X-Tenant": MASK,
      "X-Webhook-Signature": "sha256=00",
      "Content-Type": "application/json",
    });
  });
});
