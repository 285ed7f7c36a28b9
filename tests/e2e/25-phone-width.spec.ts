import type { Page } from "@playwright/test";
import { activate, call, edge, makeScenario, signIn, trigger, webhook } from "./support/editor";
import { expect, test } from "./support/test";

/** Without a space or a hyphen: nothing that a line would break at. */
const LONG = "Wunderwaschbaerenhaltungsverordnungsdurchfuehrungsbestimmungen";
const WIDTHS = [375, 390];

type Listed = { items: { id: string }[] };
type Invitation = { id: string; url: string };

let scenarioId = "";
let invitation: Invitation = { id: "", url: "" };
/** Of what the scenario made. */
let ids = { order: "", run: "", delivery: "", replay: "" };

test.beforeAll(async ({ browser }) => {
  const baseURL = process.env.E2E_BASE_URL;
  const page = await browser.newPage();
  await signIn(page, baseURL);
  const graph = {
    nodes: [trigger(), webhook("a", LONG.slice(0, 60), 360)],
    edges: [edge("t", "a")],
  };
  scenarioId = await makeScenario(page, baseURL, graph, LONG.repeat(2).slice(0, 90));
  await activate(page, baseURL, scenarioId);
  const order = await call<{ id: string }>(page, baseURL, "POST", "/orders", {
    email: `${LONG.slice(0, 60)}@${LONG.slice(0, 50).toLowerCase()}.example.com`,
    customerInfo: { firstName: LONG, lastName: LONG },
    items: [{ name: LONG, sku: LONG.slice(0, 40), quantity: 1, price: 1 }],
  });
  const newest = async (path: string) => {
    const { json } = await call<Listed>(page, baseURL, "GET", path);
    return json.items[0]?.id ?? "";
  };
  await expect(async () => {
    const delivery = await newest(`/deliveries?scenarioId=${scenarioId}&status=failed`);
    expect(delivery).not.toBe("");
    ids = { ...ids, order: order.json.id, delivery };
  }).toPass({ timeout: 60_000 });
  const replay = await call<{ id: string }>(page, baseURL, "POST", "/replays", {
    filter: { scenarioId, q: LONG.slice(0, 60) },
  });
  ids.run = await newest(`/runs?scenarioId=${scenarioId}`);
  ids.replay = replay.json.id;
  const invited = await call<Invitation>(page, baseURL, "POST", "/invitations", {
    email: `${LONG.slice(0, 60)}@${LONG.slice(0, 50).toLowerCase()}.example.com`,
    role: "viewer",
  });
  invitation = invited.json;
  await page.close();
});

test.afterAll(async ({ browser }) => {
  const baseURL = process.env.E2E_BASE_URL;
  const page = await browser.newPage();
  await signIn(page, baseURL);
  await call(page, baseURL, "POST", `/scenarios/${scenarioId}/deactivate`);
  await call(page, baseURL, "DELETE", `/invitations/${invitation.id}`);
  await page.close();
});

test.beforeEach(({ page, baseURL }) => signIn(page, baseURL));

/** Nothing to the right of the window; what scrolls in a frame of its own may be wider. */
async function expectToFit(page: Page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.evaluate(() => {
      // Its own width leaves out the room that is kept for a scroll bar.
      const { scrollWidth, offsetWidth } = document.documentElement;
      return { path: location.pathname, beyond: Math.max(0, scrollWidth - offsetWidth) };
    });
    expect(wide).toEqual({ path: new URL(page.url()).pathname, beyond: 0 });
  }
}

test("pages about things with long names fit a phone", async ({ page }) => {
  const titled = (name: string) => page.getByRole("heading", { name, level: 1 });
  const named = page.getByRole("main").getByText(LONG.slice(0, 60)).first();

  await page.goto("/");
  await expect(page.getByRole("link", { name: LONG.repeat(2).slice(0, 90) })).not.toHaveCount(0);
  await expectToFit(page);
  await page.goto(`/orders/${ids.order}`);
  await expect(page.getByRole("list", { name: "Runs" })).toContainText(LONG);
  await expectToFit(page);
  await page.goto(`/runs/${ids.run}`);
  await expect(page.getByRole("list", { name: "Nodes in order" })).toContainText(LONG.slice(0, 60));
  await expectToFit(page);
  await page.goto(`/deliveries/${ids.delivery}`);
  await expect(page.getByRole("heading", { name: "Attempts" })).toBeVisible();
  await expectToFit(page);
  await page.goto(`/deliveries/replays/${ids.replay}`);
  await expect(named).toBeVisible();
  await expectToFit(page);
  await page.goto(`/scenarios/${scenarioId}/missed`);
  await expect(titled("Missed events")).toBeVisible();
  await expectToFit(page);
  for (const [path, heading] of [
    ["/scenarios", "Scenarios"],
    ["/deliveries", "Deliveries"],
    ["/deliveries/replays", "Replays"],
    ["/runs", "Runs"],
    ["/orders", "Orders"],
    ["/notifications", "Notifications"],
    ["/audit", "Audit log"],
  ] as const) {
    await page.goto(path);
    await expect(titled(heading)).toBeVisible();
    await expect(page.getByText(/^Loading /)).toHaveCount(0);
    await expectToFit(page);
  }
});

test("on a phone, a row of a list says what it is about without being pushed aside", async ({
  page,
  baseURL,
}) => {
  const name = `${LONG.slice(0, 80)}.`;
  const inbox = await call<{ id: string }>(page, baseURL, "POST", "/inboxes", { name });
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [path, list, about] of [
    ["/inbox", "Test inboxes", "Accept (200)"],
    [`/runs?scenarioId=${scenarioId}`, "Runs", LONG.slice(0, 40)],
    [`/deliveries?scenarioId=${scenarioId}`, "Deliveries", "127."],
  ] as const) {
    await page.goto(path);
    const frame = page.getByRole("region", { name: list, exact: true });
    const words = frame.getByText(about).filter({ visible: true }).first();
    await expect(words).toBeVisible();
    expect(await frame.evaluate((at) => at.scrollWidth - at.clientWidth), path).toBe(0);
  }
  await call(page, baseURL, "DELETE", `/inboxes/${inbox.json.id}`);
});

test("the settings fit a phone, with a long address of the product and what was typed wrong", async ({
  page,
}) => {
  await page.route("**/api/v1/settings", async (route) => {
    const answer = await route.fetch();
    const appUrl = `https://${LONG.toLowerCase()}.example.com:44300`;
    await route.fulfill({ response: answer, json: { ...(await answer.json()), appUrl } });
  });
  await page.goto("/settings");
  await expect(page.getByRole("list", { name: "Invited" })).toContainText(LONG.slice(0, 50), {
    ignoreCase: true,
  });
  await expect(page.getByRole("button", { name: /^Copy https:/ })).toBeVisible();
  const hosts = page.getByRole("form", { name: "Where webhooks may go" });
  await hosts.getByLabel("Hosts that may be inside").fill(LONG.repeat(3));
  await hosts.getByRole("button", { name: "Save" }).click();
  await expect(hosts.getByRole("alert")).toContainText(LONG);
  await expectToFit(page);
  await page
    .getByRole("button", { name: /^Withdraw the invitation/ })
    .first()
    .click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toBeVisible();
  expect(await dialog.evaluate((at) => at.scrollWidth - at.clientWidth)).toBe(0);
});

test("an invitation of a long address fits a phone", async ({ page }) => {
  await page.goto(new URL(invitation.url).pathname);
  await expect(page.getByText("You are signed in as")).toBeVisible();
  await expectToFit(page);
});
