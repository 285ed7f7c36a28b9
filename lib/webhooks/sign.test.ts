import { createRequire } from "node:module";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it } from "vitest";
import { checkSecret } from "./rules";
import { generateSecret, signSpec, signStandard } from "./sign";

/** The receiver's code from the specification, word for word; it must keep verifying what we send. */
const specSnippet = `
const crypto = require("crypto");

function verifyWebhook(payload, signature, secret, timestamp) {
  const expectedSignature = crypto
    .createHmac("sha256", secret)
    .update(\`\${timestamp}.\${payload}\`)
    .digest("hex");

  return \`sha256=\${expectedSignature}\` === signature;
}
return verifyWebhook;
`;
type VerifyWebhook = (p: string, signature: string, secret: string, timestamp: string) => boolean;
const verifyWebhook: VerifyWebhook = new Function("require", specSnippet)(
  createRequire(import.meta.url),
);

const AWKWARD_BODIES = [
  "",
  '{"event":"order.created"}',
  '{"a":"& < > \u2028 \u2029 😀 Zoë"}',
  '{"b":1,"a":2}',
  '{ "price" : 12.50 }',
  "price=12.50&name=Zo%C3%AB",
];
const SECRETS = [
  "your-webhook-secret",
  "ключ 密钥 🔑",
  `whsec_${"A".repeat(32)}`,
  "whsec_not base64",
];

describe("the specification's signature", () => {
  it("is verified by the specification's own snippet", () => {
    for (const secret of SECRETS) {
      for (const body of AWKWARD_BODIES) {
        const signature = signSpec(secret, 1700000000, body);
        expect(verifyWebhook(body, signature, secret, "1700000000")).toBe(true);
      }
    }
  });

  it("has the value that OpenSSL computes", () => {
    // printf '1700000000.{"event":"order.created"}' | openssl dgst -sha256 -hmac your-webhook-secret
    expect(signSpec("your-webhook-secret", 1700000000, '{"event":"order.created"}')).toBe(
      "sha256=c0f0f1d2219905b6a87c195b237891609d6b31ab7188928d9874a640d936648e",
    );
  });

  it("is refused when one byte of the body, the time or the secret differs", () => {
    const body = '{"event":"order.created"}';
    const signature = signSpec("s", 1700000000, body);
    expect(verifyWebhook(body, signature, "s", "1700000000")).toBe(true);
    expect(verifyWebhook(`${body} `, signature, "s", "1700000000")).toBe(false);
    expect(verifyWebhook(body, signature, "s", "1700000001")).toBe(false);
    expect(verifyWebhook(body, signature, "S", "1700000000")).toBe(false);
  });

  it("verifies whatever secret and body there are", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.string({ unit: "grapheme" }),
        (secret, body) => {
          const signature = signSpec(secret, 1, body);
          expect(verifyWebhook(body, signature, secret, "1")).toBe(true);
        },
      ),
    );
  });
});

describe("the Standard Webhooks signature", () => {
  const vector = {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    timestamp: 1614265330,
    body: '{"test": 2432232314}',
  };

  it("equals the published vector", () => {
    const secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"];
    expect(signStandard({ ...vector, secrets })).toBe(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });

  const headersFor = (secrets: string[], body: string) => {
    const timestamp = Math.floor(Date.now() / 1000);
    return {
      "webhook-id": "dlv_1",
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signStandard({ secrets, id: "dlv_1", timestamp, body }),
    };
  };

  it.each(AWKWARD_BODIES)("is verified by the standardwebhooks library for the body %j", (body) => {
    const secret = generateSecret();
    const headers = headersFor([secret], body);
    const raw = { jsonParse: false };
    expect(() => new Webhook(secret).verify(body, headers, raw)).not.toThrow();
  });

  it.each(AWKWARD_BODIES.filter((body) => body.startsWith("{")))(
    "is verified by Svix's library for the body %j",
    (body) => {
      const secret = generateSecret();
      const verified = new SvixWebhook(secret).verify(body, headersFor([secret], body));
      expect(verified).toEqual(JSON.parse(body));
    },
  );

  it("takes a secret without whsec_ as its UTF-8 bytes", () => {
    const secret = "ключ 密钥 🔑";
    const headers = headersFor([secret], "{}");
    const library = new Webhook(new TextEncoder().encode(secret), { format: "raw" });
    expect(() => library.verify("{}", headers)).not.toThrow();
  });

  it("lets a receiver with either secret pass during a rotation, newest first, and only one after", () => {
    const [fresh, old] = [generateSecret(), generateSecret()];
    const during = headersFor([fresh, old], "{}");
    expect(during["webhook-signature"].split(" ")).toHaveLength(2);
    expect(headersFor([fresh], "{}")["webhook-signature"]).toBe(
      during["webhook-signature"].split(" ")[0],
    );
    for (const secret of [fresh, old]) {
      expect(() => new Webhook(secret).verify("{}", during)).not.toThrow();
      expect(() => new SvixWebhook(secret).verify("{}", during)).not.toThrow();
    }
    const after = headersFor([fresh], "{}");
    expect(() => new Webhook(old).verify("{}", after)).toThrow();
  });

  it("is empty without a secret", () => {
    expect(signStandard({ ...vector, secrets: [] })).toBe("");
  });
});

describe("generateSecret", () => {
  it("makes secrets that pass our own check, differ, and need no padding", () => {
    const secrets = Array.from({ length: 50 }, generateSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) {
      expect(checkSecret(secret)).toBeNull();
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{40}$/);
    }
  });
});
