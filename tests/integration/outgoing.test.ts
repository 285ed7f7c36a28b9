import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { updatePreferences } from "@/lib/instance/preferences";
import { getSettings } from "@/lib/instance/settings";
import { outboundGuard } from "@/lib/net/outbound-guard";
import { outboundPolicy } from "@/lib/net/outbound-policy";
import { updateNotificationSettings } from "@/lib/notifications/settings";
import { checkAddress } from "@/lib/outgoing/check-address";
import { type Receiver, startReceiver } from "../fixtures/receiver";
import { eventually } from "./support/eventually";
import { actor, withTarget } from "./support/failing-target";

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
  process.env.HOST = "0.0.0.0";
  // The operator's base: where the receiver of these tests is, and no other address of this machine.
  process.env.WEBHOOK_ALLOWED_CIDRS = "127.0.0.1/32";
  process.env.APP_URL = "http://hooks.internal:3000";
});
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: () => Promise.reject(new Error("The engine is away.")) },
}));

const { receiver, hook, publish, sendOrder, delivery } = withTarget();
let second: Receiver | undefined;
afterAll(() => second?.close());

const none = { httpsOnly: false, allowedPorts: [], allowedCidrs: [], allowedHosts: [] };
const choose = (outgoing: object) => updatePreferences({ actor, input: { outgoing } });
/** Until the held choice has run out in this process, as in every other. */
const holds = (outgoing: object) =>
  eventually(
    async () => {
      expect(await outboundPolicy()).toMatchObject(outgoing);
      return true;
    },
    { what: "the choice to hold", timeoutMs: 20_000 },
  );
const check = (address: string) => checkAddress({ actor, input: { address } });
const refusal = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.then(() => null).catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
};

// Before the next test makes its scenario live.
afterEach(() => choose(none));

describe("what an owner chooses", () => {
  it("is kept, shown, and recorded with who chose it", async () => {
    const outgoing = {
      httpsOnly: true,
      allowedPorts: ["443", "8000-8099"],
      allowedCidrs: ["10.1.0.0/16"],
      allowedHosts: ["erp.internal", "*.corp.example"],
    };
    await choose(outgoing);
    const settings = await getSettings({ actor });
    expect(settings.preferences.outgoing).toEqual(outgoing);
    expect(settings.network).toMatchObject({ allowedCidrs: ["127.0.0.1/32"], proxy: null });
    const entry = await db().auditEntry.findFirstOrThrow({
      where: { action: "settings.changed" },
      orderBy: { id: "desc" },
    });
    expect(entry.actorId).toBe("usr_ann");
    expect(JSON.parse(entry.detail ?? "")).toEqual({ outgoing });
  });

  it.each([
    ["allowedCidrs", "10/8", "10/8"],
    ["allowedCidrs", "erp.internal", "address block"],
    ["allowedCidrs", "169.254.0.0/16", "link-local"],
    ["allowedCidrs", "192.0.2.2/32", "documentation"],
    ["allowedHosts", "10.0.0.1", "host name"],
    ["allowedHosts", "http://erp.internal", "host name"],
    ["allowedPorts", "http", "port"],
    ["allowedPorts", "70000", "port"],
  ])("is refused where %s is %s, naming the entry", async (field, entry, words) => {
    const error = await refusal(choose({ [field]: [entry] }));
    expect(error).toMatchObject({ code: "invalid_request" });
    expect(error.errors).toMatchObject([{ path: `outgoing.${field}.0` }]);
    expect(error.errors?.[0]?.message).toContain(words);
  });

  it("holds within seconds for what waits to be sent", async () => {
    await holds(none);
    expect(await delivery(await sendOrder())).toMatchObject({ status: "succeeded" });
    await choose({ httpsOnly: true });
    await holds({ httpsOnly: true });
    expect(await delivery(await sendOrder())).toMatchObject({
      status: "failed",
      lastFailure: { kind: "blocked_address", message: expect.stringContaining("https://") },
    });
    expect(receiver().requestsTo("/erp")).toHaveLength(1);
  });

  it("is asked of the database once for many attempts", async () => {
    const [first, ...others] = await Promise.all(
      Array.from({ length: 50 }, () => outboundGuard("https://example.com/")),
    );
    for (const guard of others) expect(guard).toBe(first);
  });

  it("opens an address inside the network, and closes it again", async () => {
    second = await startReceiver({ host: "127.0.0.2" });
    const config = { webhookUrl: second.url("/erp"), retryAttempts: 0 };
    await choose({ allowedCidrs: ["127.0.0.2"] });
    await publish(hook("/erp", { config }));
    await holds({ allowedCidrs: ["127.0.0.2"] });
    expect(await delivery(await sendOrder())).toMatchObject({ status: "succeeded" });
    await choose({ allowedCidrs: [] });
    await holds({ allowedCidrs: [] });
    const before = second.connectionCount();
    expect(await delivery(await sendOrder())).toMatchObject({
      lastFailure: { kind: "blocked_address" },
    });
    expect(second.connectionCount()).toBe(before);
  });

  it("that can't be read any more is taken for the strict", async () => {
    await db().setting.update({
      where: { key: "preferences" },
      data: { value: '{"outgoing":{"httpsOnly":"perhaps"}}' },
    });
    await holds({ ...none, httpsOnly: true });
  });
});

describe("a scenario is not activated", () => {
  const activation = (webhookUrl: string, more: object = {}) =>
    publish(hook("/erp", { config: { webhookUrl, retryAttempts: 0 }, ...more }));

  it.each([
    ["http:// where https is wanted", { httpsOnly: true }, "http://example.com/", "https://"],
    ["a private address", {}, "http://10.0.0.1/", "private address"],
    ["a private address in disguise", {}, "http://167772161/", "private address"],
    ["another address of this machine", {}, "http://127.0.0.2/", "loopback"],
    ["a port of another service", {}, "https://example.com:6379/", "Redis"],
    ["a port that is not chosen", { allowedPorts: ["8443"] }, "https://example.com/", "443"],
  ])("with %s: 422 leads to the field", async (_what, chosen, url, words) => {
    await choose(chosen);
    const error = await refusal(activation(url));
    expect(error).toMatchObject({ code: "scenario_invalid" });
    expect(error.detail).toContain(words);
    expect(error.errors).toMatchObject([
      { path: "hook.webhookUrl", nodeId: "hook", field: "webhookUrl" },
    ]);
  });

  it("but with what is allowed, with an own inbox, or with the webhook switched off", async () => {
    await choose({ allowedCidrs: ["10.0.0.0/8"] });
    await activation("http://10.0.0.1/");
    await choose({ httpsOnly: true });
    await activation("http://hooks.internal:3000/in/token");
    const config = { webhookUrl: "http://192.168.0.1/", retryAttempts: 0 };
    await publish(
      hook("/erp", { config: { webhookUrl: "https://example.com/" } }),
      hook("/off", { id: "off", disabled: true, config }),
    );
  });
});

it("the webhook of the notifications is refused by the same guard when it is saved", async () => {
  const save = (url: string) => updateNotificationSettings({ actor, input: { webhook: { url } } });
  for (const url of ["http://169.254.169.254/", "http://0x7f.2/", "https://example.com:25/"]) {
    const error = await refusal(save(url));
    expect(error).toMatchObject({ code: "invalid_request" });
    expect(error.errors).toMatchObject([{ path: "webhook.url" }]);
  }
});

describe("an address that is asked about", () => {
  it.each([
    ["https://93.184.215.14/hook", true, "allowed", "public"],
    ["93.184.215.14", true, "allowed", "public"],
    ["2606:4700:4700::1111", true, "allowed", "public"],
    ["http://127.0.0.1:3000/", true, "allowed", "WEBHOOK_ALLOWED_CIDRS"],
    ["10.1.2.3", true, "allowed", "owner"],
    ["http://hooks.internal:3000/in/some-token", true, "allowed", "inbox"],
    ["10.2.0.1:8443", false, "blocked_address", "private"],
    ["http://0251.0376.0251.0376/latest", false, "blocked_address", "metadata"],
    ["http://[::ffff:a9fe:a9fe]/", false, "blocked_address", "169.254.169.254"],
    ["http://127.0.0.2/", false, "blocked_address", "loopback"],
    ["ftp://example.com/", false, "scheme", "https://"],
    ["javascript:alert(1)", false, "scheme", "https://"],
    ["https://user:hunter2@example.com/", false, "credentials", "Authorization"],
    ["https://example.com:25/", false, "port", "mail"],
    ["http://", false, "invalid_url", "complete"],
    ["http://[::1", false, "invalid_url", "complete"],
    ["exa mple", false, "invalid_url", "complete"],
  ])("%s is allowed: %s, as %s", async (address, allowed, code, words) => {
    await choose({ allowedCidrs: ["10.1.0.0/16"] });
    const answer = await check(address);
    expect(answer).toMatchObject({ allowed, code });
    expect(answer.reason).toContain(words);
    expect(JSON.stringify(answer)).not.toContain("hunter2");
  });

  it("tells what each of its addresses is, and who allows it", async () => {
    expect((await check("http://[64:ff9b::a9fe:a9fe]/")).addresses).toEqual([
      {
        address: "64:ff9b::a9fe:a9fe",
        meaning: "a link-local or cloud metadata address",
        allowedBy: null,
      },
    ]);
    expect((await check("localhost")).addresses).toEqual([
      { address: "127.0.0.1", meaning: "this machine itself (loopback)", allowedBy: "operator" },
    ]);
  });

  it.each([
    ["missing", {}],
    ["empty", { address: "" }],
    ["a number", { address: 7 }],
    ["too long", { address: "x".repeat(5000) }],
    ["under another name", { url: "x" }],
  ])("may not be %s", async (_what, input) => {
    const error = await refusal(checkAddress({ actor, input }));
    expect(error).toMatchObject({ code: "invalid_request" });
  });
});
