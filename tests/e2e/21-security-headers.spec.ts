import { readdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { type Receiver, startReceiver } from "../fixtures/receiver";
import { activate, call, edge, makeScenario, signIn, trigger, webhook } from "./support/editor";
import { expect, test } from "./support/test";

/** What would run if it were ever more than text, in every way in which it could. */
const ACTIVE = `<h1 class="hostile">Owned</h1><script>window.owned = 1</script><img src="/x" onerror="window.owned = 2"><iframe srcdoc="<script>parent.owned = 3</script>"></iframe><a href="javascript:window.owned=4">x</a>`;
const NAME = "Security headers";

let receiver: Receiver;
let inboxId = "";
/** What stands for each part of an address that is in brackets. */
const ids: Record<string, string> = {};

type Items<T> = { items: T[] };
type Delivery = { id: string; runId: string; orderId: string; status: string };

test.beforeAll(async ({ browser }) => {
  const baseURL = process.env.E2E_BASE_URL;
  receiver = await startReceiver();
  receiver.script("/html", {
    status: 500,
    headers: { "content-type": "text/html", "x-html": ACTIVE, refresh: "0;url=/owned" },
    body: `<!doctype html>${ACTIVE}`,
  });
  const page = await browser.newPage();
  await signIn(page, baseURL);
  const hook = webhook("a", "To a hostile receiver", 360);
  Object.assign(hook.config, { webhookUrl: receiver.url("/html"), secret: "of this test" });
  const graph = { nodes: [trigger(), hook], edges: [edge("t", "a")] };
  const scenarioId = await makeScenario(page, baseURL, graph, NAME);
  await activate(page, baseURL, scenarioId);
  await call(page, baseURL, "POST", "/orders/mock", {});
  await expect(async () => {
    const listed = `/deliveries?scenarioId=${scenarioId}&status=failed`;
    const { json } = await call<Items<Delivery>>(page, baseURL, "GET", listed);
    expect(json.items).toHaveLength(1);
    const [{ id, runId, orderId } = { id: "", runId: "", orderId: "" }] = json.items;
    Object.assign(ids, {
      "scenarios/[id]": scenarioId,
      "deliveries/[id]": id,
      "runs/[id]": runId,
      "orders/[id]": orderId,
    });
  }).toPass({ timeout: 30_000 });
  const replay = await call<{ id: string }>(page, baseURL, "POST", "/replays", {
    deliveryIds: [ids["deliveries/[id]"]],
  });
  ids["replays/[id]"] = replay.json.id;
  const inbox = await call<{ id: string; url: string }>(page, baseURL, "POST", "/inboxes", {
    name: NAME,
  });
  inboxId = inbox.json.id;
  ids["inbox/[id]"] = inboxId;
  await page.request.post(`${baseURL}${new URL(inbox.json.url).pathname}`, {
    headers: { "content-type": "text/html", "x-html": ACTIVE },
    data: ACTIVE,
  });
  await page.close();
});

test.afterAll(async ({ browser }) => {
  const baseURL = process.env.E2E_BASE_URL;
  const page = await browser.newPage();
  await signIn(page, baseURL);
  await call(page, baseURL, "DELETE", `/scenarios/${ids["scenarios/[id]"]}`);
  await call(page, baseURL, "DELETE", `/inboxes/${inboxId}`);
  await page.close();
  await receiver.close();
});

/** The addresses of all pages there are, as their files say. */
function pages(): string[] {
  const app = path.resolve("app");
  return readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx")
    .map((file) => path.dirname(file).replace(/\([\w-]+\)\/?/g, ""))
    .map((folder) => `/${folder === "." ? "" : folder}`);
}

/** With the ids that the test has made; a page of another kind of thing is shown for none. */
const filledIn = (address: string) =>
  Object.entries(ids)
    .reduce((text, [part, id]) => text.replace(part, part.replace("[id]", id)), address)
    .replace(/\[[^\]]+\]/g, "none");

/** Collects what the policies of the pages refuse, from the first script on. */
async function watch(page: Page): Promise<string[]> {
  const refused: string[] = [];
  await page.exposeFunction("tellRefusal", (text: string) => refused.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { tellRefusal } = window as unknown as { tellRefusal: (text: string) => void };
      tellRefusal(
        `${location.pathname}: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`,
      );
    });
  });
  page.on("console", (message) => {
    if (/Content.Security.Policy|Permissions-Policy/i.test(message.text())) {
      refused.push(message.text());
    }
  });
  return refused;
}

test("every page keeps to its policy, in both themes", async ({ page, baseURL }) => {
  test.setTimeout(180_000);
  const addresses = pages();
  expect(addresses).toContain("/deliveries/[id]");
  expect(addresses.length).toBeGreaterThan(15);
  const refused = await watch(page);
  await page.goto("/sign-in");
  await expect(page.getByLabel("Email")).toBeVisible();
  await signIn(page, baseURL);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const address of [...addresses.map(filledIn), "/nothing/at/all"]) {
      const answer = await page.goto(address);
      expect(answer?.status(), address).toBeLessThan(500);
      await expect(page.getByRole("main"), address).toBeVisible();
      // The script that sets the theme is the one inline script that is not Next's.
      if (colorScheme === "dark") await expect(page.locator("html")).toHaveClass(/dark/);
      await page.waitForLoadState("networkidle");
    }
  }
  expect(refused).toEqual([]);
});

test("menus, dialogs, the canvas and the editor of JSON keep to it, too", async ({
  page,
  baseURL,
}) => {
  const refused = await watch(page);
  await signIn(page, baseURL);
  await page.goto(`/scenarios/${ids["scenarios/[id]"]}`);
  const node = page.locator(".react-flow__node").filter({ hasText: "To a hostile receiver" });
  await node.click();
  await page.getByRole("button", { name: "Show the settings as JSON" }).click();
  await expect(page.locator(".cm-content").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.goto("/deliveries");
  await page.getByRole("combobox", { name: "Status" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /CSV/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^deliveries-.*\.csv$/);
  await page.goto("/orders");
  await page
    .getByRole("button", { name: /test order|Create/i })
    .first()
    .click();
  await page.waitForLoadState("networkidle");
  expect(refused).toEqual([]);
});

test("the policy does refuse what it is there for", async ({ browser, baseURL }) => {
  // A page of its own: the refusals are errors in its console.
  const page = await browser.newPage();
  const refused = await watch(page);
  await page.route("**/sign-in", async (route) => {
    const response = await route.fetch();
    const hostile = `<script>window.owned = 1</script><img src="/x" onerror="window.owned = 2">`;
    const body = (await response.text()).replace("</body>", `${hostile}</body>`);
    await route.fulfill({ response, body });
  });
  await page.goto(`${baseURL}/sign-in`);
  await expect(page.getByLabel("Email")).toBeVisible();
  await page.evaluate(() => {
    const image = new Image();
    image.src = "https://elsewhere.example/pixel";
    void fetch("https://elsewhere.example/").catch(() => undefined);
  });
  for (const directive of ["script-src-attr", "script-src-elem", "img-src", "connect-src"]) {
    await expect.poll(() => refused.join("\n")).toContain(`/sign-in: ${directive}`);
  }
  expect(await page.evaluate(() => "owned" in window)).toBe(false);
  await page.close();
});

test("what a receiver answers is shown as text, and only as that", async ({ page, baseURL }) => {
  const refused = await watch(page);
  await signIn(page, baseURL);
  const asText = async () => {
    await expect(page.getByText("window.owned = 1", { exact: false }).first()).toBeVisible();
    expect(await page.locator("h1.hostile, iframe, [onerror], a[href^='javascript']").count()).toBe(
      0,
    );
    expect(await page.evaluate(() => "owned" in window)).toBe(false);
  };
  await page.goto(`/deliveries/${ids["deliveries/[id]"]}`);
  await expect(page.getByText("Response body").first()).toBeVisible();
  await asText();
  await page.goto(`/runs/${ids["runs/[id]"]}`);
  await expect(page.getByRole("main")).toBeVisible();
  expect(await page.evaluate(() => "owned" in window)).toBe(false);
  await page.goto(`/inbox/${inboxId}`);
  await page
    .getByRole("list", { name: "Messages, the latest first" })
    .locator("summary")
    .first()
    .click();
  await asText();
  // The API hands the same out as JSON, which no browser takes for a page.
  const answer = await page.goto(`/api/v1/deliveries/${ids["deliveries/[id]"]}`);
  expect(answer?.headers()["content-type"]).toContain("application/json");
  expect(await page.evaluate(() => "owned" in window)).toBe(false);
  expect(refused).toEqual([]);
});
