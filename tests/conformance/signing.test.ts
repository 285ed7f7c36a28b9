import { describe, expect, test } from "vitest";
import { canonicalBody, signature } from "@/inngest/engine/protocol/sign";
import { engineUnderTest } from "./support/engine-under-test";

const given = engineUnderTest();
/** A dev server has no keys: it signs nothing, and an app in its dev mode checks nothing. */
const isUnsigned = Boolean(process.env.ENGINE_URL && !process.env.INNGEST_SIGNING_KEY);

describe.skipIf(isUnsigned)("calls", () => {
  const safe = () =>
    given(({ inngest, go, answer }) => [
      inngest.createFunction({ id: "safe", triggers: { event: go } }, () => answer("ran")),
    ]);

  test("are signed with the time they are made at, and accepted by the app", async () => {
    const s = await safe();
    const headers: string[] = [];
    const real = s.app.listener;
    s.app.listener = (request, response) => {
      headers.push(String(request.headers["x-inngest-signature"]));
      real(request, response);
    };
    await s.completed(await s.send());
    expect(s.answers).toEqual(["ran"]);
    expect(headers).toHaveLength(1);
    const seconds = Number(/^t=(\d+)&s=[0-9a-f]{64}$/.exec(String(headers[0]))?.[1]);
    expect(Math.abs(Date.now() / 1_000 - seconds)).toBeLessThan(300);
  });

  test("that are unsigned, old, or signed with another key are refused by the app", async () => {
    const s = await safe();
    const event = { name: s.go, data: {} };
    const body = canonicalBody({
      event,
      events: [event],
      steps: {},
      ctx: { run_id: "r", attempt: 0, max_attempts: 1 },
    });
    const key = String(s.client.signingKey);
    const post = async (header?: string) => {
      const response = await fetch(`${s.app.serveUrl}?fnId=${s.idOf("safe")}&stepId=step`, {
        method: "POST",
        body,
        headers: header ? { "x-inngest-signature": header } : {},
      });
      return response.status;
    };
    expect(await post()).toBe(401);
    expect(await post(signature(body, `signkey-prod-${"f".repeat(64)}`))).toBe(401);
    expect(await post(signature(body, key, Date.now() - 600_000))).toBe(401);
    expect(await post(signature(body, key))).toBe(200);
  });

  test("to the engine with another event key are refused", async () => {
    const s = await safe();
    const response = await fetch(`${s.client.baseUrl}/e/another-key`, {
      method: "POST",
      body: JSON.stringify({ name: s.go, data: {} }),
    });
    expect(response.status).toBe(401);
  });
});
