import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { classifyAddress } from "@/lib/net/addresses";
import { bareHost, isLoopbackName } from "@/lib/net/hosts";
import { isLiteral } from "@/lib/net/rules";
import { oddAddresses } from "@/lib/net/testing/odd-addresses";
import { request } from "../support/client";
import { eventually } from "../support/eventually";
import type { Product } from "../support/product";
import { liveTo, withReceiver } from "../support/receiver";
import { createOrder, createScenario, ended, webhookGraph } from "../support/scenarios";
import { ownerSession, sessionOf } from "../support/sessions";

const ODD = 300;
const SEED = 20_261_127;

/** Where the answer hangs on no name server, and on nobody's machine out there. */
function isDecidedHere(text: string): boolean {
  const url = /^[a-z]+:/i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(url)) return true;
  const host = bareHost(new URL(url).hostname);
  return isLoopbackName(host) || (isLiteral(host) && classifyAddress(host).class !== "public");
}

export function outgoingCases(product: () => Product) {
  const receiver = withReceiver();
  const live = liveTo(product, receiver);
  const settings = async (outgoing: object, headers?: Record<string, string>) =>
    request(product().url, "/api/v1/settings", {
      method: "PATCH",
      headers: headers ?? (await ownerSession(product())),
      body: { outgoing },
    });
  const check = async (address: string) =>
    product().post("/api/v1/settings/check-address", { address });
  afterEach(async () => {
    const none = { httpsOnly: false, allowedPorts: [], allowedCidrs: [], allowedHosts: [] };
    expect((await settings(none)).status).toBe(200);
  });

  describe("where webhooks may go", () => {
    it("is an owner's to choose; others and keys are refused, and nothing changes", async () => {
      const { url, key } = product();
      for (const headers of [
        await sessionOf(product(), "editor"),
        await sessionOf(product(), "viewer"),
        { authorization: `Bearer ${key}` },
      ]) {
        const answer = await settings({ httpsOnly: true }, headers);
        expect([answer.status, answer.json.code]).toEqual([403, "forbidden"]);
        const read = await request(url, "/api/v1/settings", { headers });
        expect(read.json.preferences.outgoing.httpsOnly).toBe(false);
      }
    });

    it("holds within seconds in the process that sends, for a scenario that is live already", async () => {
      const scenario = await live("/https-only");
      expect((await settings({ httpsOnly: true })).status).toBe(200);
      const last = await eventually(
        async () => {
          const { id } = await createOrder(product());
          const delivery = await ended(product(), scenario, id);
          return delivery.status === "failed" ? delivery : null;
        },
        { what: "a delivery that is refused" },
      );
      expect(last).toMatchObject({ attemptCount: 1, lastFailure: { kind: "blocked_address" } });
      expect(last.attempts[0]).toMatchObject({ remoteAddress: null, response: null });
    });

    it("http:// while only https:// is allowed is refused when a scenario is activated", async () => {
      expect((await settings({ httpsOnly: true })).status).toBe(200);
      const id = await createScenario(product(), { webhookUrl: "http://example.com/hook" });
      const answer = await product().post(`/api/v1/scenarios/${id}/activate`);
      expect([answer.status, answer.json.code]).toEqual([422, "scenario_invalid"]);
      expect(answer.json.errors).toMatchObject([{ path: "hook1.webhookUrl", nodeId: "hook1" }]);
    });

    it("can be asked of, by the guard that sends", async () => {
      expect((await check("http://10.1.2.3/")).json).toMatchObject({
        allowed: false,
        code: "blocked_address",
      });
      expect((await settings({ allowedCidrs: ["10.1.0.0/16"] })).status).toBe(200);
      expect((await check("http://10.1.2.3/")).json).toMatchObject({
        allowed: true,
        addresses: [{ address: "10.1.2.3", allowedBy: "owner" }],
      });
    });
  });

  describe("an address that nobody should type", () => {
    it(`of ${ODD} makes no fault of ours, wherever it is entered`, async () => {
      const { url } = product();
      const owner = await ownerSession(product());
      const scenario = await createScenario(product(), { webhookUrl: receiver().url("/odd") });
      let baseRevision = 1;
      const ask = (path: string, method: string, body: unknown) =>
        request(url, `/api/v1/${path}`, { method, headers: owner, body });
      const seen = new Map<string, number>();
      const expected = async (what: string, asked: ReturnType<typeof ask>) => {
        const answer = await asked;
        const { status, text } = answer;
        expect([200, 400, 422], `${what}: ${status} ${text}`).toContain(status);
        seen.set(`${what} ${status}`, (seen.get(`${what} ${status}`) ?? 0) + 1);
        return answer;
      };
      const connections = receiver().connectionCount();
      for (const text of fc.sample(oddAddresses(), { numRuns: ODD, seed: SEED })) {
        const graph = webhookGraph({ webhookUrl: text });
        const draft = { baseRevision, graph };
        const saved = await expected("draft", ask(`scenarios/${scenario}/draft`, "PUT", draft));
        if (saved.status === 200) baseRevision = saved.json.revision;
        const webhook = { url: text };
        await expected("notifications", ask("notifications/settings", "PATCH", { webhook }));
        if (!isDecidedHere(text)) continue;
        await expected("check", ask("settings/check-address", "POST", { address: text }));
        const node = graph.nodes[1];
        await expected("test", ask(`scenarios/${scenario}/test-webhook`, "POST", { node }));
      }
      expect(receiver().connectionCount()).toBe(connections);
      await ask("notifications/settings", "PATCH", { webhook: { url: null } });
      for (const what of [
        "draft 200",
        "draft 400",
        "notifications 400",
        "check 200",
        "test 200",
        "test 422",
      ])
        expect([what, seen.get(what) ?? 0]).not.toEqual([what, 0]);
    });
  });
}
