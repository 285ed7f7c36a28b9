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
  const checker = signatureChecker(secret, new Headers(headers));
  const bytes = Buffer.from(text);
  checker.update(bytes.subarray(0, 7));
  checker.update(bytes.subarray(7));
  return checker.result();
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
