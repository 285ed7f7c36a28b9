import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { signSpec } from "@/lib/webhooks/sign";
import { type Answer, type Call, request } from "../support/client";
import { eventually } from "../support/eventually";
import { disguises, expectNoColumnWith, expectNoneIn, pagePaths } from "../support/leaks";
import { type Product, plantedMailPassword } from "../support/product";
import { withReceiver } from "../support/receiver";
import { apiRoutes } from "../support/routes";
import { createOrder, ended, liveScenario, webhookGraph } from "../support/scenarios";
import { ownerSession } from "../support/sessions";

/** Each of its own, so that a leak names its kind. Letters, digits and hyphens: nothing escapes them. */
const planted = {
  signing: "planted-signing-Q7ZK4T9WX2",
  rotated: `whsec_${Buffer.from("planted-rotated-M3VH8RB6PL").toString("base64")}`,
  unsaved: "planted-unsaved-J5DN1CY8GS",
  authorization: "planted-authorization-E2FU6AK0",
  apiKeyHeader: "planted-key-header-B9TX3LQ7MV",
  cookie: "planted-cookie-Z4HW8SP1NR5D",
  markedHeader: "planted-marked-header-C6YJ2GE9",
  userinfo: "planted-userinfo-U1KF7VT3QB",
  inbox: "planted-inbox-secret-X8RM5ZD2",
  notifications: "planted-notifications-H4PS9WL6",
  wrongPassword: "planted-wrong-password-N7CQ3YA1",
};

/** No secret: it has to be found. */
const VISIBLE = "planted-visible-name-Y3DK7NF5";

export function leakCases(product: () => Product) {
  const receiver = withReceiver();
  const asOwner = async (path: string, call: Call = {}): Promise<Answer> =>
    request(product().url, path, {
      ...call,
      headers: { ...(await ownerSession(product())), ...call.headers },
    });

  describe("secrets of every kind", () => {
    it("a search finds what is hidden, wherever it begins", () => {
      for (const before of ["", "a", "ab", "abc"]) {
        const text = Buffer.from(`${before}${planted.signing}: and more`);
        for (const as of ["utf8", "hex", "base64", "base64url"] as const) {
          const encoded = text.toString(as);
          const found = disguises(planted.signing).some((value) => encoded.includes(value));
          expect(found, `${before} ${as}`).toBe(true);
        }
      }
      expect(() => expectNoneIn("here", `x${planted.signing}`, planted)).toThrow("here");
    });

    it("are in no answer, page, export, log line or column after all that can be done with them", async () => {
      const answers: [where: string, text: string][] = [];
      const note = (where: string, answer: Answer, status: number) => {
        expect(answer.status, `${where} ${answer.text.slice(0, 500)}`).toBe(status);
        answers.push([where, answer.text]);
        return answer;
      };

      // The receiver throws everything back: what it says is stored and shown as well.
      receiver().script("/leaks", ({ request: got, response, body }) => {
        const echoed = { "x-echo": String(got.headers.authorization) };
        response.writeHead(500, echoed).end(JSON.stringify(got.headers) + body.toString());
      });
      receiver().script("/told", 200);
      const inbox = note(
        "an inbox",
        await product().post("/api/v1/inboxes", { name: VISIBLE, secret: planted.inbox }),
        201,
      ).json;
      const headers = {
        Authorization: `Bearer ${planted.authorization}`,
        "X-Api-Key": planted.apiKeyHeader,
        Cookie: `session=${planted.cookie}`,
        "X-Shop": planted.markedHeader,
      };
      const common = { headers, secretHeaders: ["X-Shop"], retryAttempts: 0 };
      const hook = { ...common, webhookUrl: receiver().url("/leaks"), secret: planted.signing };
      const scenario = await liveScenario(product(), hook, {
        ...common,
        webhookUrl: inbox.url,
        secret: planted.inbox,
      });
      const at = `/api/v1/scenarios/${scenario}`;
      const withUser = hook.webhookUrl.replace("//", `//user:${planted.userinfo}@`);
      const graph = webhookGraph({ ...hook, webhookUrl: withUser });
      note(
        "a refused address",
        await product().post("/api/v1/scenarios", { name: "No", graph }),
        400,
      );
      const [, node] = webhookGraph({ ...hook, secret: planted.unsaved }).nodes;
      note("a test", await product().post(`${at}/test-webhook`, { node }), 200);
      note("a test run", await product().post(`${at}/test`), 202);
      note("a copy", await product().post(`${at}/duplicate`), 201);

      const rotation = { secret: planted.rotated, overlapDays: 7 };
      const rotated = await product().post(`${at}/nodes/hook1/rotate-secret`, rotation);
      note("a rotation", rotated, 200);
      const order = await createOrder(product());
      const delivery = await eventually(
        async () => {
          const { json } = await product().get(`/api/v1/deliveries?scenarioId=${scenario}`);
          const of = json.items.filter((item: { orderId: string }) => item.orderId === order.id);
          return of.length === 2 && of.every(isOver) ? of.find(isFailed) : null;
        },
        { what: "the ends of both deliveries" },
      );
      const replay = await product().post("/api/v1/replays", { deliveryIds: [delivery.id] });
      note("a replay", replay, 201);

      const settings = {
        webhook: { url: receiver().url("/told"), secret: planted.notifications },
        email: { recipients: ["ops@example.com"] },
      };
      const change = async (body: unknown) =>
        asOwner("/api/v1/notifications/settings", { method: "PATCH", body });
      note("the settings of notifications", await change(settings), 200);
      for (const channel of ["webhook", "email"])
        note(
          `a test ${channel}`,
          await asOwner("/api/v1/notifications/test", { method: "POST", body: { channel } }),
          200,
        );
      const made = await asOwner("/api/v1/api-keys", {
        method: "POST",
        body: { name: "Leaks", scopes: ["read"], expiresAt: null },
      });
      expect(made.status, made.text).toBe(201);
      const password = planted.wrongPassword;
      await asOwner("/api/auth/sign-in/email", {
        method: "POST",
        body: { email: product().admin.email, password },
      });

      // Two links, shown once to whoever makes them.
      const invited = await asOwner("/api/v1/invitations", {
        method: "POST",
        body: { email: "invited@example.com", role: "viewer" },
      });
      expect(invited.status, invited.text).toBe(201);
      const { json: people } = await asOwner("/api/v1/people");
      const link = `/api/v1/people/${people.items[0].id}/reset-link`;
      const reset = await asOwner(link, { method: "POST" });
      expect(reset.status, reset.text).toBe(201);
      const links = { invite: tokenOf(invited.json), reset: tokenOf(reset.json) };

      const { json: messages } = await product().get(`/api/v1/inboxes/${inbox.id}/messages`);
      const ids: Record<string, string> = {
        scenarios: scenario,
        deliveries: delivery.id,
        runs: delivery.runId,
        orders: order.id,
        replays: replay.json.id,
        inboxes: inbox.id,
        inbox: inbox.id,
        number: "1",
        messageId: messages.items[0].id,
        ...links,
      };
      const targets = [
        ...apiRoutes()
          .filter(({ methods, catchAll }) => methods.includes("GET") && !catchAll)
          .map(({ path }) => path),
        ...pagePaths("(dashboard)"),
        ...pagePaths("(auth)"),
        "/api/health",
        "/api/v1/deliveries/export?format=csv",
        "/api/v1/deliveries/export?format=ndjson",
        "/api/v1/audit/export?format=csv",
        "/api/v1/audit/export?format=ndjson",
        `/api/v1/scenarios/${scenario}/versions/1`,
      ];
      expect(targets.length).toBeGreaterThan(50);
      for (const target of targets) {
        const path = filled(target, ids);
        const answer = await asOwner(path);
        // What is not for somebody who is signed in leads elsewhere.
        expect(answer.status, `${path} ${answer.text.slice(0, 300)}`).toBeLessThan(400);
        answers.push([path, answer.text]);
      }

      const values = {
        ...planted,
        mailPassword: plantedMailPassword,
        ownerPassword: product().admin.password,
        apiKey: product().key,
        newApiKey: made.json.key,
      };
      for (const [where, text] of answers) {
        expectNoneIn(where, text, values);
        // The page that a link leads to has it in its address.
        if (!Object.values(links).some((token) => where.endsWith(token)))
          expectNoneIn(where, text, links);
      }
      expectNoneIn("the output of the product", product().output(), { ...values, ...links });
      await expectNoColumnWith(product(), { ...values, ...links });
      // What is there to be seen is found by the same searches.
      const visible = { visible: VISIBLE };
      await expect(expectNoColumnWith(product(), visible)).rejects.toThrow("visible");
      const found = answers.filter(([, text]) => text.includes(VISIBLE)).map(([where]) => where);
      expect(found).toContain(`/api/v1/inboxes/${inbox.id}`);

      // All of it was in use: what is found nowhere else has reached its receiver.
      const sent = receiver().requestsTo("/leaks");
      expect(sent.length).toBeGreaterThanOrEqual(3);
      for (const [name, value] of Object.entries(headers))
        expect(sent[0]?.headers[name.toLowerCase()], name).toBe(value);
      expect(receiver().requestsTo("/told")).not.toHaveLength(0);
      await change({ webhook: { url: null, secret: null }, email: { recipients: [] } });
    });
  });

  describe("a secret that is being rotated", () => {
    it("signs with both to Standard Webhooks, and with the new one to the product's own header", async () => {
      receiver().script("/rotated", 200, 200);
      const secret = "the-secret-of-before";
      const scenario = await liveScenario(product(), {
        webhookUrl: receiver().url("/rotated"),
        secret,
      });
      const at = `/api/v1/scenarios/${scenario}/nodes/hook1`;
      const rotation = { secret: planted.rotated, overlapDays: 1 };
      const rotated = await product().post(`${at}/rotate-secret`, rotation);
      expect(rotated.status, rotated.text).toBe(200);
      const both = await createOrder(product());
      await ended(product(), scenario, both.id);
      const ending = await product().post(`${at}/end-overlap`);
      expect(ending.json.overlapUntil).toBeNull();
      const one = await createOrder(product());
      await ended(product(), scenario, one.id);

      const [first, second] = receiver().requestsTo("/rotated");
      if (!first || !second) throw new Error("The receiver has not got both.");
      const signatures = (got: typeof first) => String(got.headers["webhook-signature"]).split(" ");
      expect(signatures(first)).toHaveLength(2);
      expect(signatures(second)).toHaveLength(1);
      for (const got of [first, second]) {
        const body = got.body.toString();
        const seconds = Number(got.headers["x-webhook-timestamp"]);
        expect(got.headers["x-webhook-signature"]).toBe(signSpec(planted.rotated, seconds, body));
        const headers = got.headers as Record<string, string>;
        expect(new Webhook(planted.rotated).verify(body, headers)).toBeTruthy();
        const former = () => new Webhook(secret, { format: "raw" }).verify(body, headers);
        if (got === first) expect(former()).toBeTruthy();
        else expect(former).toThrow();
      }
    });
  });
}

const tokenOf = ({ url }: { url: string }) => url.split("/").at(-1) ?? "";
const isOver = ({ status }: { status: string }) => ["succeeded", "failed"].includes(status);
const isFailed = ({ status }: { status: string }) => status === "failed";

/** An address with ids in place of its parameters: by their name, else by what they are of. */
function filled(target: string, ids: Record<string, string>): string {
  return target.replace(/\{(\w+)\}/g, (_, name: string, offset: number) => {
    const of = target.slice(0, offset).split("/").at(-2) ?? "";
    const id = ids[name] ?? ids[of];
    if (id === undefined) throw new Error(`Give the leak search an id of ${of} for ${target}.`);
    return id;
  });
}
