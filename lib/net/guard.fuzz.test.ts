import { isIP } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { sendWebhookConfig } from "@/lib/apps/webhooks/manifest";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { updateNotificationSettingsSchema } from "@/lib/notifications/schemas";
import { requireAllowedAddresses } from "@/lib/scenarios/require-allowed";
import { checkWebhookUrl } from "@/lib/webhooks/rules";
import { sendWebhook } from "@/lib/webhooks/send";
import { type Receiver, startReceiver } from "@/tests/fixtures/receiver";
import { classifyAddress } from "./addresses";
import { createAddressGuard } from "./guard";
import { bareHost } from "./hosts";
import { oddAddresses } from "./testing/odd-addresses";

const SEED = 20_261_127;
const RUNS = 10_000;

vi.hoisted(() => {
  Object.assign(process.env, {
    LOG_LEVEL: "silent",
    DATABASE_URL: "postgresql://nobody@localhost:1/none",
    APP_SECRET: "a secret of the fuzzing test",
    // Reached from elsewhere: loopback is not allowed.
    HOST: "0.0.0.0",
    PORT: "1",
  });
});

const policy = { httpsOnly: false, allowedPorts: [], allowedCidrs: [], allowedHosts: [] };
let trap: Receiver;
let trap6: Receiver | null = null;

beforeAll(async () => {
  trap = await startReceiver();
  // A machine without IPv6 has no such address to reach.
  trap6 = await startReceiver({ host: "::1", port: trap.port }).catch(() => null);
});
afterAll(() => Promise.all([trap.close(), trap6?.close()]));

/** Every name leads to this machine, where the trap listens. */
const guard = createAddressGuard({
  allowedCidrs: [],
  lookup: async () => [
    { address: "93.184.215.14", family: 4 },
    { address: "127.0.0.1", family: 4 },
  ],
});

/** Runs what a save runs: null, or the words of its refusal. Anything but an AppError is a fault. */
async function refusalOf(work: () => unknown): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.detail;
    throw error;
  }
}

const graphOf = (webhookUrl: string) => ({
  nodes: [{ id: "hook", operation: "webhooks.send", operationVersion: 1, config: { webhookUrl } }],
  edges: [],
});

it(`${RUNS} odd addresses make nothing throw, and lead to nothing on this machine`, {
  timeout: 300_000,
}, async () => {
  const seen = { refusedBySave: 0, refusedByGuard: 0, public: 0 };
  await fc.assert(
    fc.asyncProperty(oddAddresses([`:${trap.port}`]), async (text) => {
      const fault = checkWebhookUrl(text);
      expect(sendWebhookConfig.shape.webhookUrl.safeParse(text).success).toBe(fault === null);
      const saved = await refusalOf(() =>
        parseInput(updateNotificationSettingsSchema, { webhook: { url: text } }),
      );
      expect(saved === null).toBe(fault === null);
      const activated = await refusalOf(() => requireAllowedAddresses(graphOf(text), policy));
      const check = guard.checkUrl(text);
      expect(activated === null).toBe(check.ok);

      const host = URL.canParse(text) ? bareHost(new URL(text).hostname) : "";
      const isPublic = isIP(host) !== 0 && classifyAddress(host).class === "public";
      if (fault === null && check.ok && isPublic) {
        // What is rightly let through would be somebody's machine out there.
        seen.public += 1;
        return;
      }
      const { ok, failure, remoteAddress } = await sendWebhook({
        url: text,
        body: "{}",
        headers: {},
        timeoutMs: 20_000,
        guard,
      });
      expect(ok).toBe(false);
      expect(remoteAddress).toBeNull();
      expect(failure?.kind).toBe(fault === null ? "blocked_address" : "invalid_request");
      if (fault === null) seen.refusedByGuard += 1;
      else seen.refusedBySave += 1;
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(trap.connectionCount()).toBe(0);
  expect(trap6?.connectionCount() ?? 0).toBe(0);
  // Each of the ways out was taken often.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 200);
});

it("the trap counts who comes", async () => {
  const open = createAddressGuard({ allowedCidrs: ["127.0.0.0/8"] });
  const url = `http://127.1:${trap.port}/`;
  const before = trap.connectionCount();
  await sendWebhook({ url, body: "{}", headers: {}, timeoutMs: 20_000, guard: open });
  expect(trap.connectionCount()).toBe(before + 1);
});
