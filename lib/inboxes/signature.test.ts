import { describe, expect, it } from "vitest";
import { buildHeaders } from "@/lib/webhooks/headers";
import { signatureChecker } from "./signature";

const body = JSON.stringify({ orderId: "ORD-123456-789", name: "Größe" });

function headersFor(secrets: string[]): Record<string, string> {
  return buildHeaders({
    deliveryId: "dlv_1",
    event: "order.created",
    attempt: 1,
    timestampSeconds: 1_700_000_000,
    body,
    secrets,
    custom: {},
  });
}

function check(secret: string | null, headers: Record<string, string>, text = body): string {
  const checker = signatureChecker(secret, new Headers(headers), 1_700_000_010_000);
  const bytes = Buffer.from(text);
  checker.update(bytes.subarray(0, 7));
  checker.update(bytes.subarray(7));
  return checker.result().signature;
}

describe("the signature of a message", () => {
  it.each(["secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "Schlüssel"])(
    "as our sender makes it is valid",
    (secret) => {
      expect(check(secret, headersFor([secret]))).toBe("valid");
    },
  );

  it("is valid when either of the two kinds is there alone", () => {
    const { "X-Webhook-Signature": _own, ...standard } = headersFor(["secret"]);
    expect(check("secret", standard)).toBe("valid");
    const { "webhook-signature": _standard, ...own } = headersFor(["secret"]);
    expect(check("secret", own)).toBe("valid");
  });

  it("is invalid for another secret, body, or timestamp", () => {
    expect(check("other", headersFor(["secret"]))).toBe("invalid");
    expect(check("secret", headersFor(["secret"]), `${body} `)).toBe("invalid");
    expect(check("secret", { ...headersFor(["secret"]), "X-Webhook-Timestamp": "1" })).toBe(
      "invalid",
    );
  });

  it.each(["", "sha256=", "sha256=00", "md5=00", "x".repeat(71), "sha256=ü"])(
    "is invalid, not an error, when malformed: %j",
    (signature) => {
      const headers = { ...headersFor(["secret"]), "X-Webhook-Signature": signature };
      expect(check("secret", headers)).toBe("invalid");
    },
  );

  it("is invalid without a timestamp", () => {
    const { "X-Webhook-Timestamp": _timestamp, ...headers } = headersFor(["secret"]);
    expect(check("secret", headers)).toBe("invalid");
  });

  it("may be missing, and so may the secret to check it with", () => {
    expect(check("secret", headersFor([]))).toBe("unsigned");
    expect(check(null, headersFor(["secret"]))).toBe("no-secret");
  });
});

describe("why a signature is not valid", () => {
  const verdicts = (
    headers: Record<string, string>,
    options: { at?: number; sent?: string } = {},
  ) => {
    const checker = signatureChecker(
      "secret",
      new Headers(headers),
      options.at ?? 1_700_000_010_000,
    );
    checker.update(Buffer.from(body));
    return checker.result(options.sent).checks.map(({ verdict }) => verdict);
  };
  const good = headersFor(["secret"]);
  const without = (name: string) =>
    Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

  it.each([
    ["X-Webhook-Signature", ["missing", "valid"]],
    ["webhook-signature", ["valid", "missing"]],
    ["X-Webhook-Timestamp", ["no-timestamp", "valid"]],
    ["webhook-timestamp", ["valid", "no-timestamp"]],
    ["webhook-id", ["valid", "no-id"]],
  ])("is told when %s is missing", (name, expected) => {
    expect(verdicts(without(name))).toEqual(expected);
  });

  it("is told when it is malformed", () => {
    const bad = { ...good, "X-Webhook-Signature": "x", "webhook-signature": "v2,x" };
    expect(verdicts(bad)).toEqual(["malformed", "malformed"]);
  });

  it("is the age beyond five minutes", () => {
    expect(verdicts(good, { at: 1_700_000_300_000 })).toEqual(["valid", "valid"]);
    expect(verdicts(good, { at: 1_700_000_301_000 })).toEqual(["too-old", "too-old"]);
  });

  it("is the secret or the body, told apart when it is known what was sent", () => {
    const other = headersFor(["other"]);
    expect(verdicts(other)).toEqual(["mismatch", "mismatch"]);
    expect(verdicts(other, { sent: body })).toEqual(["wrong-secret", "wrong-secret"]);
    expect(verdicts(other, { sent: `${body} ` })).toEqual(["body-changed", "body-changed"]);
  });
});
