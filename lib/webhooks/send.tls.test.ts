import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAddressGuard } from "@/lib/net/guard";
import { createCertificate, type Receiver, startReceiver } from "@/tests/fixtures/receiver";
import { isRetryable } from "./failures";
import { type SendWebhookInput, sendWebhook } from "./send";

const guard = createAddressGuard({
  allowedCidrs: ["127.0.0.0/8"],
  lookup: async () => [{ address: "127.0.0.1", family: 4 }],
});
const DAY_MS = 86_400_000;
const receivers = new Map<string, Receiver>();
const start = async (name: string, options: Parameters<typeof startReceiver>[0]) => {
  receivers.set(name, await startReceiver(options));
};
const receiver = (name: string) => {
  const found = receivers.get(name);
  if (!found) throw new Error(name);
  return found;
};

beforeAll(async () => {
  await start("plain", {});
  await start("good", { tls: true });
  await start("named", { tls: createCertificate({ hosts: ["hook.example"] }) });
  await start("expired", {
    tls: createCertificate({
      hosts: ["localhost", "127.0.0.1"],
      notBefore: new Date(Date.now() - 2 * DAY_MS),
      notAfter: new Date(Date.now() - DAY_MS),
    }),
  });
});
afterAll(() => Promise.all([...receivers.values()].map((each) => each.close())));

const send = (url: string, overrides: Partial<SendWebhookInput> = {}) =>
  sendWebhook({ url, body: "{}", headers: {}, timeoutMs: 20_000, guard, ...overrides });

describe("a secure receiver", () => {
  it("with a trusted certificate gets the webhook, also at a literal address", async () => {
    const { port, ca } = receiver("good");
    for (const host of ["localhost", "127.0.0.1"]) {
      const result = await send(`https://${host}:${port}/`, { ca });
      expect(result).toMatchObject({ ok: true, statusCode: 200, remoteAddress: "127.0.0.1" });
      expect(result.timings.tlsMs).not.toBeNull();
    }
  });

  it("is known by its name, with or without the root's dot", async () => {
    const { port, ca } = receiver("named");
    for (const host of ["hook.example", "hook.example."]) {
      expect(await send(`https://${host}:${port}/`, { ca }), host).toMatchObject({ ok: true });
    }
  });

  it.each([
    ["a self-signed certificate", "good", "localhost", false, "self-signed"],
    ["an expired certificate", "expired", "localhost", true, "expired"],
    ["a certificate for another name", "good", "other.example", true, "another name"],
  ])(
    "with %s fails as tls, with the reason, and is retried",
    async (_n, name, host, trust, words) => {
      const { port, ca, requests } = receiver(name);
      const before = requests.length;
      const result = await send(`https://${host}:${port}/`, trust && ca ? { ca } : {});
      expect(result).toMatchObject({ ok: false, statusCode: null, failure: { kind: "tls" } });
      expect(result.failure?.message).toContain(words);
      expect(isRetryable("tls", null)).toBe(true);
      expect(requests).toHaveLength(before);
    },
  );

  it("is verified even where the environment says otherwise", async () => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    try {
      const result = await send(receiver("good").url("/"));
      expect(result).toMatchObject({ ok: false, failure: { kind: "tls" } });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });

  it("that turns out not to be one fails as tls and hints at http://", async () => {
    const result = await send(receiver("plain").url("/").replace("http:", "https:"));
    expect(result).toMatchObject({ ok: false, failure: { kind: "tls" } });
    expect(result.failure?.hint).toContain("http://");
  });

  it("that is addressed without TLS fails and is retried", async () => {
    const result = await send(receiver("good").url("/").replace("https:", "http:"));
    expect(result.ok).toBe(false);
    expect(["reset", "protocol"]).toContain(result.failure?.kind);
  });
});
