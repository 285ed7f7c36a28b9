import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Receiver, startReceiver } from "../fixtures/receiver";
import { verifyWebhook } from "../fixtures/spec-verify";
import { activate, call, edge, makeScenario, signIn, trigger, webhook } from "./support/editor";
import { expect, test } from "./support/test";

const SECRET = "the secret of the notifications";
let receiver: Receiver;
let scenarioId = "";
let failingTargets: object;

const bell = (page: Page) => page.getByRole("button", { name: /^Notifications: / });
const panel = (page: Page) => page.getByRole("dialog", { name: "Notifications" });
/** Its own each time: what an earlier run was told of may be there still. */
const name = `Told ${Date.now()}`;
const about = `“To the ERP” of “${name}”`;
const failedText = new RegExp(`${about}: \\d+ deliveries failed`);

/** What other scenarios of the instance send is told as well: they are stopped, and what waits ends. */
async function stopOthers(page: Page, baseURL: string | undefined) {
  type List = { items: { id: string; status: string }[] };
  const list = async (path: string) => (await call<List>(page, baseURL, "GET", path)).json.items;
  await expect(async () => {
    const active = (await list("/scenarios?status=active&limit=100")).map(({ id }) => id);
    for (const id of active) await call(page, baseURL, "POST", `/scenarios/${id}/deactivate`);
    expect(active).toEqual([]);
  }).toPass();
  await expect(async () => {
    for (const status of ["pending", "sending", "retrying"]) {
      const waiting = await list(`/deliveries?status=${status}&held=false`);
      for (const { id } of waiting) await call(page, baseURL, "POST", `/deliveries/${id}/cancel`);
      expect(waiting).toEqual([]);
    }
  }).toPass();
}

test.beforeAll(async ({ browser }) => {
  const baseURL = process.env.E2E_BASE_URL;
  receiver = await startReceiver();
  receiver.script("/told", 400);
  receiver.script("/notify", 503, 200);
  const page = await browser.newPage();
  await signIn(page, baseURL);
  const settings = await call<{ preferences: { failingTargets: object } }>(
    page,
    baseURL,
    "GET",
    "/settings",
  );
  failingTargets = settings.json.preferences.failingTargets;
  const thresholds = { failingTargets: { pauses: true, failures: 4, hours: 0 } };
  await stopOthers(page, baseURL);
  await call(page, baseURL, "PATCH", "/settings", thresholds);
  await call(page, baseURL, "POST", "/notifications/read-all", {});
  await call(page, baseURL, "PATCH", "/notifications/settings", {
    webhook: { url: receiver.url("/notify"), secret: SECRET },
  });
  const hook = webhook("a", "To the ERP", 360);
  Object.assign(hook.config, { webhookUrl: receiver.url("/told") });
  const graph = { nodes: [trigger(), hook], edges: [edge("t", "a")] };
  scenarioId = await makeScenario(page, baseURL, graph, name);
  await activate(page, baseURL, scenarioId);
  await page.close();
});

test.afterAll(async ({ browser }) => {
  const baseURL = process.env.E2E_BASE_URL;
  const page = await browser.newPage();
  await signIn(page, baseURL);
  await call(page, baseURL, "PATCH", "/settings", { failingTargets });
  await call(page, baseURL, "PATCH", "/notifications/settings", {
    webhook: { url: null, secret: null },
  });
  await call(page, baseURL, "POST", `/scenarios/${scenarioId}/deactivate`);
  await page.close();
  await receiver.close();
});

test.beforeEach(({ page, baseURL }) => signIn(page, baseURL));

async function expectNoFaults(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

test("what fails is told once under the bell, and over the webhook, signed", async ({
  page,
  baseURL,
}) => {
  await page.goto("/settings");
  await expect(bell(page)).toHaveAccessibleName("Notifications: no unread notifications");
  for (let n = 0; n < 4; n++) await call(page, baseURL, "POST", "/orders/mock");
  await expect(bell(page)).toHaveAccessibleName("Notifications: 3 unread notifications", {
    timeout: 45_000,
  });
  await expect(page.getByRole("status").filter({ hasText: about })).toBeAttached();

  await bell(page).focus();
  await page.keyboard.press("Enter");
  await expect(panel(page)).toContainText(`${about} was paused`);
  await expect(panel(page)).toContainText(`${about} keeps failing`);
  await expect(panel(page).getByRole("link", { name: failedText })).toHaveCount(1);
  await expectNoFaults(page);
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await expect(bell(page)).toBeFocused();

  // The first attempt is refused: the engine makes another one, of the same message.
  const [first, request] = await receiver.waitFor(2, "/notify");
  const { headers = {}, body } = request ?? {};
  expect(headers["x-webhook-attempt"]).toBe("2");
  expect(headers["x-webhook-id"]).toBe(first?.headers["x-webhook-id"]);
  const text = body?.toString("utf8") ?? "";
  expect(headers["x-webhook-event"]).toBe("notifications");
  expect(
    verifyWebhook(
      text,
      headers["x-webhook-signature"] ?? "",
      SECRET,
      headers["x-webhook-timestamp"] ?? "",
    ),
  ).toBe(true);
  expect(JSON.parse(text).data.notifications[0]).toMatchObject({
    kind: "delivery.failed",
    scenarioId,
  });
});

test("one is read by its button or by going there, and all at once", async ({ page }) => {
  await page.goto("/settings");
  await bell(page).click();
  await panel(page)
    .getByRole("button", { name: `Mark as read: ${about} keeps failing` })
    .click();
  await expect(bell(page)).toHaveAccessibleName("Notifications: 2 unread notifications");
  await panel(page).getByRole("link", { name: failedText }).click();
  await expect(page).toHaveURL(/\/deliveries\?.*status=failed/);
  await expect(panel(page)).toBeHidden();
  await expect(page.getByText("4 deliveries on this page")).toBeVisible();
  await expect(bell(page)).toHaveAccessibleName("Notifications: 1 unread notification");
  await bell(page).click();
  await panel(page).getByRole("button", { name: "Mark all read" }).click();
  await expect(bell(page)).toHaveAccessibleName("Notifications: no unread notifications");
  await page.reload();
  await expect(bell(page)).toHaveAccessibleName("Notifications: no unread notifications");
});

test("a target that works again is told, and the page of all has what is unread", async ({
  page,
  baseURL,
}) => {
  receiver.script("/told", 200);
  await call(page, baseURL, "POST", `/scenarios/${scenarioId}/nodes/a/resume`);
  await call(page, baseURL, "POST", "/orders/mock");
  await expect(async () => {
    const { json } = await call<{ unreadCount: number }>(page, baseURL, "GET", "/notifications");
    expect(json.unreadCount).toBe(1);
  }).toPass();
  await page.goto("/settings");
  await bell(page).click();
  await panel(page).getByRole("link", { name: "See all" }).click();
  await expect(page).toHaveURL(/\/notifications$/);
  const list = page.getByRole("region", { name: "Notifications", exact: true });
  await expect(list.getByRole("listitem").first()).toContainText(`${about} works again`);
  await expect(list).toContainText(`${about} was paused`);
  await page.getByRole("combobox", { name: "Read" }).click();
  await page.getByRole("option", { name: "Unread" }).click();
  await expect(page).toHaveURL(/unread=true/);
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expectNoFaults(page);
  await page.getByRole("button", { name: "Mark all read" }).click();
  await expect(page.getByText("No notifications match these filters")).toBeVisible();
});

test("an admin chooses what is told where, and tries the webhook", async ({ page }) => {
  await page.goto("/settings#notifications");
  const kinds = page.getByRole("form", { name: "What is told where" });
  const box = kinds.getByRole("checkbox", { name: "A target keeps failing: Email" });
  await expect(box).toBeChecked();
  await box.click();
  const minutes = kinds.getByLabel("Minutes between two messages");
  await minutes.fill("0");
  await kinds.getByRole("button", { name: "Save" }).click();
  await expect(kinds.getByRole("alert")).toContainText("1 or more");
  await minutes.fill("20");
  await kinds.getByRole("button", { name: "Save" }).click();
  await expect(kinds.getByRole("button", { name: "Save" })).toBeDisabled();
  await page.reload();
  await expect(box).not.toBeChecked();
  await expect(minutes).toHaveValue("20");
  await box.click();
  await minutes.fill("15");
  await kinds.getByRole("button", { name: "Save" }).click();
  await expect(kinds.getByRole("button", { name: "Discard" })).toBeHidden();

  const hook = page.getByRole("form", { name: "Webhook for notifications" });
  await expect(hook.getByText("Saved")).toBeVisible();
  await hook.getByRole("button", { name: "Generate" }).click();
  await expect(hook.getByLabel("Secret", { exact: true })).toHaveValue(/^whsec_/);
  const secret = await hook.getByLabel("Secret", { exact: true }).inputValue();
  await hook.getByRole("button", { name: "Save" }).click();
  await expect(hook.getByText("Saved")).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
  const before = receiver.requestsTo("/notify").length;
  await hook.getByRole("button", { name: "Send a test notification" }).click();
  const request = (await receiver.waitFor(before + 1, "/notify")).at(-1);
  const { headers = {}, body } = request ?? {};
  expect(headers["x-webhook-event"]).toBe("notifications.test");
  expect(
    verifyWebhook(
      body?.toString("utf8") ?? "",
      headers["x-webhook-signature"] ?? "",
      secret,
      headers["x-webhook-timestamp"] ?? "",
    ),
  ).toBe(true);
  const sends = hook.getByRole("list", { name: "Last messages to the webhook" });
  await expect(sends.getByRole("listitem").first()).toContainText(/Succeeded\s*Test/);
  receiver.script("/notify", 404);
  await hook.getByRole("button", { name: "Send a test notification" }).click();
  await expect(sends.getByRole("listitem").first()).toContainText("Nothing is at this address");
  await hook.getByLabel("Address").fill("ftp://example.com");
  await hook.getByRole("button", { name: "Save" }).click();
  await expect(hook.getByRole("alert")).toContainText("https:// or http://");
  await hook.getByRole("button", { name: "Discard" }).click();
  await expectNoFaults(page);
});

test("on a phone the bell is in the header, and its panel fits", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  await bell(page).click();
  await expect(panel(page)).toBeInViewport({ ratio: 1 });
  await expect(panel(page).getByRole("link", { name: `${about} works again` })).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
});
