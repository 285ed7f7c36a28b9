import { request as httpRequest } from "node:http";
import { gunzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { activate, call, makeScenario, signIn } from "./support/editor";
import { expect, test } from "./support/test";

type Inbox = { id: string; url: string };

const made: string[] = [];
let scenarioId: string | null = null;

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));
test.afterEach(async ({ page, baseURL }) => {
  if (scenarioId) await call(page, baseURL, "POST", `/scenarios/${scenarioId}/deactivate`);
  scenarioId = null;
  for (const id of made.splice(0)) await call(page, baseURL, "DELETE", `/inboxes/${id}`);
});

async function makeInbox(page: Page, baseURL: string | undefined, behaviour = "ok") {
  const { json } = await call<Inbox>(page, baseURL, "POST", "/inboxes", { name: "Rehearsal" });
  made.push(json.id);
  await call(page, baseURL, "PATCH", `/inboxes/${json.id}`, { behaviour });
  return { id: json.id, url: `${baseURL}${new URL(json.url).pathname}` };
}

/** What really comes over the wire, not unpacked; an error when the answer breaks off. */
function raw(url: string) {
  return new Promise<{ status?: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const sent = httpRequest(url, { method: "POST" }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      sent.on("error", reject);
      sent.end('{"number":"ORD-1"}');
    },
  );
}

test("each quick behaviour over real HTTP", async ({ page, baseURL }) => {
  const statuses: [string, number][] = [
    ["ok", 200],
    ["client-error", 400],
    ["gone", 410],
    ["server-error", 500],
    ["rate-limited", 429],
    ["redirect", 302],
    ["big-body", 200],
    ["invalid-json", 200],
    ["gzip", 200],
  ];
  for (const [behaviour, status] of statuses) {
    const { url } = await makeInbox(page, baseURL, behaviour);
    const answer = await raw(url);
    expect(answer.status, behaviour).toBe(status);
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(answer.headers["content-security-policy"]).toContain("sandbox");
    if (behaviour === "rate-limited") expect(answer.headers["retry-after"]).toBe("5");
    if (behaviour === "big-body") expect(answer.body).toHaveLength(1_000_000);
    if (behaviour === "invalid-json") expect(() => JSON.parse(String(answer.body))).toThrow();
    if (behaviour === "gzip") {
      expect(String(gunzipSync(answer.body))).toBe('{"received":true}');
    }
  }
  const { url } = await makeInbox(page, baseURL, "cut-off");
  await expect(raw(url)).rejects.toThrow();
});

test("what a scenario sends is checked with its own secret and leads to its delivery", async ({
  page,
  baseURL,
}) => {
  const inbox = await makeInbox(page, baseURL);
  scenarioId = await makeScenario(
    page,
    baseURL,
    {
      nodes: [
        { id: "t", operation: "traderlaunchpad.orderCreated", config: {} },
        {
          id: "a",
          operation: "webhooks.send",
          config: { webhookUrl: inbox.url, secret: "the secret of the node", retryAttempts: 0 },
        },
      ],
      edges: [{ id: "e", source: "t", target: "a" }],
    },
    "Test inbox",
  );
  await activate(page, baseURL, scenarioId);
  await page.goto(`/inbox/${inbox.id}`);
  await expect(page.getByText("Nothing has arrived yet")).toBeVisible();
  await call(page, baseURL, "POST", "/orders/mock", {});
  const messages = page.getByRole("list", { name: "Messages, the latest first" });
  const message = messages.getByText("Signature valid");
  await expect(message).toBeVisible({ timeout: 30_000 });
  await message.click();
  await expect(page.getByText("with the secret of the webhook that sent it")).toBeVisible();
  await expect(messages.getByRole("link", { name: /run_/ })).toBeVisible();
  await page.getByLabel("Check with another secret").fill("another one");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await expect(
    page.getByText(/webhook-signature was made with another secret/).last(),
  ).toBeVisible();
  expect(page.url()).not.toContain("another");
  await messages.getByRole("link", { name: /dlv_/ }).click();
  await expect(page).toHaveURL(/\/deliveries\/dlv_/);
});

test("messages are searched, filtered and cleared", async ({ page, baseURL }) => {
  const inbox = await makeInbox(page, baseURL);
  await page.request.post(inbox.url, { data: { number: "ORD-7" } });
  await page.request.post(inbox.url, { data: { number: "ORD-8" } });
  await page.goto(`/inbox/${inbox.id}`);
  const rows = page.getByRole("list", { name: "Messages, the latest first" }).locator("details");
  await expect(rows).toHaveCount(2);
  await page.getByLabel("Search messages", { exact: true }).fill("ORD-7");
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/q=ORD-7/);
  await page.getByLabel("Search messages", { exact: true }).fill("ORD-9");
  await expect(page.getByText("No message is like that")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(rows).toHaveCount(2);
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("button", { name: "Remove all messages" }).click();
  await expect(page.getByText("Nothing has arrived yet")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the list, an inbox and an open message pass axe in ${colorScheme}`, async ({
    page,
    baseURL,
  }) => {
    await page.emulateMedia({ colorScheme });
    const inbox = await makeInbox(page, baseURL);
    await page.request.post(inbox.url, { data: { number: "ORD-7" } });
    const noViolation = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    };
    for (const size of [
      { width: 1280, height: 720 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(size);
      await page.goto("/inbox");
      await expect(page.getByRole("link", { name: "Rehearsal" }).first()).toBeVisible();
      await noViolation();
      await page.goto(`/inbox/${inbox.id}`);
      await page.getByText("Not checked: no secret").last().click();
      await expect(page.getByLabel("Check with another secret")).toBeVisible();
      await noViolation();
      const name = `inbox-${colorScheme}-${size.width}.png`;
      await page.screenshot({ path: test.info().outputPath(name), fullPage: true });
    }
  });
}
