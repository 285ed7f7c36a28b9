import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { startReceiver } from "../fixtures/receiver";
import { activate, call, makeScenario, signIn } from "./support/editor";
import { expect, test } from "./support/test";

const SECRET = "the secret of the console's tests";

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let scenarioId: string;

test.beforeAll(async () => {
  receiver = await startReceiver();
});
test.afterAll(() => receiver.close());

/** A live scenario with one signed webhook, and as many orders, each of which it has delivered. */
async function deliver(page: Page, baseURL: string | undefined, path: string, orders: number) {
  scenarioId = await makeScenario(
    page,
    baseURL,
    {
      nodes: [
        { id: "t", operation: "traderlaunchpad.orderCreated", config: {} },
        {
          id: "a",
          operation: "webhooks.send",
          config: { webhookUrl: receiver.url(path), secret: SECRET, retryAttempts: 0, timeout: 5 },
        },
      ],
      edges: [{ id: "e", source: "t", target: "a" }],
    },
    `Console ${path}`,
  );
  await activate(page, baseURL, scenarioId);
  for (let count = 0; count < orders; count++) await order(page, baseURL);
  await ended(page, baseURL, orders);
}

const order = (page: Page, baseURL: string | undefined) =>
  call(page, baseURL, "POST", "/orders/mock", {});

type Listed = { items: { id: string; status: string }[] };

async function ended(page: Page, baseURL: string | undefined, count: number) {
  const listed = async () => {
    const { json } = await call<Listed>(
      page,
      baseURL,
      "GET",
      `/deliveries?scenarioId=${scenarioId}`,
    );
    return json.items.filter(({ status }) => ["succeeded", "failed"].includes(status)).length;
  };
  await expect.poll(listed, { timeout: 30_000 }).toBe(count);
}

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));
test.afterEach(async ({ page, baseURL }) => {
  await call(page, baseURL, "POST", `/scenarios/${scenarioId}/deactivate`);
});

test("from a filtered list one reads delivery after delivery, and comes back to it", async ({
  page,
  baseURL,
}) => {
  await deliver(page, baseURL, "/neighbours", 3);
  await page.goto(`/deliveries?scenarioId=${scenarioId}`);
  const links = page.getByRole("link", { name: /^Delivery dlv_/ });
  await expect(links).toHaveCount(3);
  const names = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  await links.nth(1).click();
  await expect(page).toHaveURL(new RegExp(`scenarioId=${scenarioId}`));
  await page.getByRole("link", { name: "Newer delivery" }).click();
  await expect(page).toHaveURL(String(names[0]));
  await expect(page.getByRole("button", { name: "Newer delivery" })).toBeDisabled();
  await page.getByRole("link", { name: "Older delivery" }).click();
  await expect(page).toHaveURL(String(names[1]));
  await page.getByRole("link", { name: "Older delivery" }).click();
  await expect(page).toHaveURL(String(names[2]));
  await expect(page.getByRole("button", { name: "Older delivery" })).toBeDisabled();
  await page.getByRole("main").getByRole("link", { name: "Deliveries" }).click();
  await expect(page).toHaveURL(new RegExp(`/deliveries\\?scenarioId=${scenarioId}`));
  await expect(links).toHaveCount(3);
});

test("two attempts are laid side by side, and a signature is verified without leaving the browser", async ({
  page,
  baseURL,
}) => {
  await deliver(page, baseURL, "/compare", 1);
  await page.goto(`/deliveries?scenarioId=${scenarioId}`);
  await page.getByRole("link", { name: /^Delivery dlv_/ }).click();
  await expect(page.getByRole("button", { name: "Compare attempts" })).toHaveCount(0);
  await page.getByRole("button", { name: "Resend" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Resend" }).click();
  await expect(page.getByText("Attempt 2", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Compare attempts" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("row", { name: /X-Webhook-Attempt/i })).toContainText("12");
  await expect(dialog.getByRole("row", { name: /X-Webhook-Id/i })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Show what is the same, too" }).click();
  await expect(dialog.getByRole("row", { name: /Sent X-Webhook-Id/i })).toBeVisible();
  await page.keyboard.press("Escape");

  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.postData() ?? ""));
  await page.getByRole("button", { name: "Verify signature" }).first().click();
  await dialog.getByLabel("Secret", { exact: true }).fill("another secret");
  await expect(dialog.getByText(/makes another signature/)).toBeVisible();
  await dialog.getByLabel("Secret", { exact: true }).fill(SECRET);
  await expect(dialog.getByText("This secret makes the signature that was sent.")).toBeVisible();
  expect(asked.join()).not.toContain(SECRET);
});

test("rows do not move under the pointer; what is new is counted until it is asked for", async ({
  page,
  baseURL,
}) => {
  await deliver(page, baseURL, "/steady", 2);
  await page.goto(`/deliveries?scenarioId=${scenarioId}`);
  const links = page.getByRole("link", { name: /^Delivery dlv_/ });
  await expect(links).toHaveCount(2);
  const first = await links.first().getAttribute("href");
  await links.first().hover();
  await order(page, baseURL);
  await ended(page, baseURL, 3);
  await expect(page.getByRole("button", { name: "Show 1 new delivery" })).toBeVisible();
  await expect(links.first()).toHaveAttribute("href", String(first));
  await page.getByRole("button", { name: "Show 1 new delivery" }).click();
  await expect(links).toHaveCount(3);
});

test("columns are chosen for this browser, and the filtered list is taken away as a file", async ({
  page,
  baseURL,
}) => {
  await deliver(page, baseURL, "/columns", 2);
  await page.goto(`/deliveries?scenarioId=${scenarioId}`);
  const target = page.getByRole("columnheader", { name: "Target" });
  await expect(target).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Target" }).click();
  await page.keyboard.press("Escape");
  await expect(target).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Attempts" })).toBeVisible();
  await expect(target).toHaveCount(0);

  await page.getByRole("button", { name: "Export" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^deliveries-.*\.csv$/);
  const lines = (await readFile(await file.path(), "utf8")).trimEnd().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines.slice(1).every((line) => line.includes(scenarioId))).toBe(true);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the list, a delivery and its dialogs pass axe in ${colorScheme}`, async ({
    page,
    baseURL,
  }) => {
    await deliver(page, baseURL, `/axe-${colorScheme}`, 1);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const violations = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    };
    await page.goto(`/deliveries?scenarioId=${scenarioId}`);
    const link = page.getByRole("link", { name: /^Delivery dlv_/ });
    await expect(link).toBeVisible();
    expect(await violations()).toEqual([]);
    await link.click();
    await page.getByRole("button", { name: "Verify signature" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violations()).toEqual([]);
  });
}
