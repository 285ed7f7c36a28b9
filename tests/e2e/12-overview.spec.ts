import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Receiver, startReceiver } from "../fixtures/receiver";
import { activate, call, edge, makeScenario, signIn, trigger, webhook } from "./support/editor";
import { expect, test } from "./support/test";

const ORDERS = 3;
let receiver: Receiver;
let scenarioId = "";

type List = { items: { status: string }[]; nextCursor: string | null };

/** One webhook that arrives and one that is refused, for some orders. */
test.beforeAll(async ({ browser }) => {
  const baseURL = process.env.E2E_BASE_URL;
  receiver = await startReceiver();
  receiver.script("/refused", 400);
  const page = await browser.newPage();
  await signIn(page, baseURL);
  const hooks = [
    { node: webhook("a", "To the CRM", 360), path: "/accepted" },
    { node: webhook("b", "To the ERP", 360), path: "/refused" },
  ];
  for (const { node, path } of hooks) {
    Object.assign(node.config, { webhookUrl: receiver.url(path) });
  }
  const nodes = [trigger(), ...hooks.map(({ node }) => node)];
  const graph = { nodes, edges: [edge("t", "a"), edge("t", "b")] };
  scenarioId = await makeScenario(page, baseURL, graph, "Half of it");
  await activate(page, baseURL, scenarioId);
  for (let n = 0; n < ORDERS; n++) await call(page, baseURL, "POST", "/orders/mock");
  await expect(async () => {
    const path = `/deliveries?scenarioId=${scenarioId}&status=failed&limit=100`;
    const { json } = await call<List>(page, baseURL, "GET", path);
    expect(json.items).toHaveLength(ORDERS);
  }).toPass({ timeout: 60_000 });
  await page.close();
});

test.afterAll(async ({ browser }) => {
  const page = await browser.newPage();
  await signIn(page, process.env.E2E_BASE_URL);
  await call(page, process.env.E2E_BASE_URL, "POST", `/scenarios/${scenarioId}/deactivate`);
  await page.close();
  await receiver.close();
});

test.beforeEach(({ page, baseURL }) => signIn(page, baseURL));

const bars = (page: Page) =>
  page.getByRole("group", { name: /^Deliveries over time/ }).getByRole("link");
const table = (page: Page) => page.getByRole("table");

/** The figures on screen that are a number of things, each with the address it leads to. */
async function figuresOf(page: Page): Promise<{ address: string; count: number }[]> {
  const links = await page
    .getByRole("main")
    .locator('a[href*="since="], a[href*="status=retrying"]')
    .evaluateAll((found) =>
      found.map((link) => ({
        address: link.getAttribute("href") ?? "",
        text: link.textContent?.trim() ?? "",
      })),
    );
  return links.flatMap(({ address, text }) => {
    const [, digits] = /(?:^|[^\d,])([\d,]+)(?: failed| waiting to retry)?$/.exec(text) ?? [];
    return digits ? [{ address, count: Number(digits.replaceAll(",", "")) }] : [];
  });
}

async function countAt(page: Page, baseURL: string | undefined, address: string): Promise<number> {
  let count = 0;
  for (let cursor: string | null = ""; cursor !== null; ) {
    const path: string = `${address}&limit=100${cursor ? `&cursor=${cursor}` : ""}`;
    const { json }: { json: List } = await call<List>(page, baseURL, "GET", path);
    count += json.items.length;
    cursor = json.nextCursor;
  }
  return count;
}

test("every figure agrees with the list that it leads to", async ({ page, baseURL }) => {
  await page.goto("/");
  await page.getByText("The same figures as a table").first().click();
  await expect(table(page).first()).toBeVisible();
  await expect(async () => {
    const figures = await figuresOf(page);
    expect(figures.length).toBeGreaterThan(12);
    for (const { address, count } of figures) {
      expect(await countAt(page, baseURL, address), address).toBe(count);
    }
  }).toPass({ timeout: 40_000 });

  const failed = page.getByRole("main").getByRole("link", { name: /^Failed \d/ });
  const count = Number((await failed.textContent())?.replace(/\D/g, ""));
  expect(count).toBeGreaterThanOrEqual(ORDERS);
  await failed.click();
  await expect(page).toHaveURL(/\/deliveries\?status=failed&test=false&since=/);
  await expect(page.getByRole("row").filter({ hasText: "Failed" })).toHaveCount(
    Math.min(count, 25),
  );
});

test("the range is in the address; bars can be walked through by the arrow keys and lead to their deliveries", async ({
  page,
}) => {
  await page.goto("/");
  await expect(bars(page)).toHaveCount(24);
  await page.getByText("7 d", { exact: true }).click();
  await expect(page).toHaveURL(/\/\?range=7d$/);
  await expect(page.getByRole("heading", { name: "Last 7 days" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("radio", { name: "Last 7 days" })).toBeChecked();
  await expect(bars(page)).toHaveCount(7);

  const [today, yesterday] = [bars(page).nth(6), bars(page).nth(5)];
  await expect(today).toHaveAccessibleName(/^\w{3} \d+ \w+: .*\d+ succeeded/);
  await today.focus();
  await expect(page.getByText(/ · \d+ succeeded/)).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(yesterday).toBeFocused();
  await page.keyboard.press("End");
  await expect(today).toBeFocused();
  await expect(bars(page).and(page.locator("[tabindex='0']"))).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/deliveries\?test=false&since=[^&]+&until=[^&]+$/);
  await expect(page.getByRole("row").nth(2)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/\?range=7d$/);
});

test("a scenario that is failing now is listed with what it fails of, until something arrives", async ({
  page,
  baseURL,
}) => {
  await page.goto("/");
  const item = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("link", { name: "Half of it" }) });
  await expect(item).toContainText("To the ERP");
  await expect(item).toContainText("Refused by the receiver.");
  await expect(item.getByRole("link", { name: `${ORDERS} failed` })).toHaveAttribute(
    "href",
    new RegExp(`^/deliveries\\?scenarioId=${scenarioId}&status=failed&test=false&since=`),
  );
  receiver.script("/refused", 200);
  await call(page, baseURL, "POST", "/orders/mock");
  await expect(item).toHaveCount(0, { timeout: 30_000 });
});

test("says that it could not be loaded, and loads when asked again", async ({ page }) => {
  await page.route("**/api/v1/overview**", (route) => route.fulfill({ status: 503, body: "{}" }));
  await page.goto("/");
  await expect(page.getByText("The overview could not be loaded")).toBeVisible({ timeout: 30_000 });
  await page.unroute("**/api/v1/overview**");
  await page.getByRole("button", { name: /again/i }).click();
  await expect(page.getByRole("heading", { name: "Deliveries over time" })).toBeVisible();
});

test("says where there is nothing to count", async ({ page }) => {
  await page.route("**/api/v1/overview**", async (route) => {
    const answer = await route.fetch();
    const overview = await answer.json();
    const none = { pending: 0, sending: 0, retrying: 0, succeeded: 0, failed: 0, cancelled: 0 };
    overview.figures = {
      ...{ orders: 0, runs: 0, runsFailed: 0, deliveries: none },
      ...{ succeededAtFirstAttempt: 0, latency: null },
    };
    overview.recentDeliveries = [];
    overview.failing = { ...overview.failing, total: 0, scenarios: [] };
    await route.fulfill({ response: answer, json: overview });
  });
  await page.goto("/");
  await expect(page.getByText("No deliveries in this time")).toBeVisible();
  await expect(page.getByText("No delivery has ended")).toHaveCount(2);
  await expect(page.getByText("No active scenario is failing.")).toBeVisible();
  await expect(page.getByText("Nothing has been sent yet")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`passes axe in ${colorScheme}, also narrow, and fits the window`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const [width, height] of [
      [1280, 720],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto("/?range=30d");
      await page.getByText("The same figures as a table").first().click();
      await expect(bars(page)).toHaveCount(30);
      await bars(page).last().focus();
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa"])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(tooWide).toBe(false);
    }
  });
}
