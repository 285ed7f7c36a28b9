import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Receiver, startReceiver } from "../fixtures/receiver";
import { activate, call, edge, makeScenario, signIn, trigger, webhook } from "./support/editor";
import { expect, test } from "./support/test";

const MANY = 30;
let receiver: Receiver;
let scenarioId = "";

type List = { items: { id: string; status: string }[]; nextCursor: string | null };

test.beforeAll(async ({ browser }) => {
  const baseURL = process.env.E2E_BASE_URL;
  receiver = await startReceiver();
  receiver.script("/orders", 400);
  const page = await browser.newPage();
  await signIn(page, baseURL);
  const hook = webhook("a", "To the ERP", 360);
  Object.assign(hook.config, { webhookUrl: receiver.url("/orders") });
  const graph = { nodes: [trigger(), hook], edges: [edge("t", "a")] };
  scenarioId = await makeScenario(page, baseURL, graph, "Replayed");
  await activate(page, baseURL, scenarioId);
  for (let n = 0; n < MANY; n++) await call(page, baseURL, "POST", "/orders/mock");
  await expect(async () => {
    const path = `/deliveries?scenarioId=${scenarioId}&status=failed&limit=100`;
    const { json } = await call<List>(page, baseURL, "GET", path);
    expect(json.items).toHaveLength(MANY);
  }).toPass({ timeout: 60_000 });
  // Not before: an order whose event comes to a paused scenario is missed by it.
  await call(page, baseURL, "POST", `/scenarios/${scenarioId}/deactivate`);
  await page.close();
  receiver.script("/orders", 200);
});

test.afterAll(async () => receiver.close());

test.beforeEach(({ page, baseURL }) => signIn(page, baseURL));

const openList = (page: Page, more = "") =>
  page.goto(`/deliveries?scenarioId=${scenarioId}${more}`);
const chooseAll = (page: Page) =>
  page.getByRole("checkbox", { name: "Choose all on this page" }).click();
const bar = (page: Page) => page.getByRole("progressbar", { name: "Progress of the replay" });
const count = (page: Page, name: RegExp) => page.getByRole("button", { name });

test("all that match the filters are resent at a chosen rate, with progress, until it is cancelled", async ({
  page,
}) => {
  await openList(page, "&status=failed");
  await chooseAll(page);
  await expect(page.getByText("25 chosen", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Choose all that match" }).click();
  await expect(page.getByText(`All ${MANY} that match are chosen`)).toBeVisible();
  await page.getByRole("button", { name: `Resend ${MANY}` }).click();

  const dialog = page.getByRole("dialog", { name: `Resend ${MANY} deliveries?` });
  await expect(dialog).toContainText(`Now: ${MANY} failed.`);
  await expect(dialog).toContainText("configuration of its webhook that is published now");
  await expect(dialog).toContainText("same body as before, under the same delivery id");
  const rate = dialog.getByLabel("Resends per second");
  await expect(rate).toHaveValue(/^[1-9]\d*$/);
  await rate.fill("0");
  await dialog.getByRole("button", { name: `Resend ${MANY}` }).click();
  await expect(dialog.getByRole("alert")).toContainText("1 or more");
  await rate.fill("2");
  await expect(dialog).toContainText("about 15 s");
  await dialog.getByRole("button", { name: `Resend ${MANY}` }).click();

  await expect(page).toHaveURL(/\/deliveries\/replays\/rpl_\w+$/);
  await expect(page).toHaveTitle(/^rpl_\w+…\w+ · Replay · /);
  await expect(page.getByText("2 per second at most")).toBeVisible();
  await expect(bar(page)).toHaveAttribute("aria-valuemax", String(MANY));
  await expect(bar(page)).not.toHaveAttribute("aria-valuenow", "0");
  await expect(page.getByText(/to go\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("button", { name: "Cancel replay" }).click();
  await expect(page.getByText(/^Cancelled; \d+ deliveries not sent\.$/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel", exact: true })).toHaveCount(0);
  await expect(count(page, /^Waiting 0$/)).toBeVisible();

  await count(page, /^Cancelled [1-9]/).click();
  await expect(page).toHaveURL(/status=cancelled/);
  const rows = page.getByRole("row").filter({ has: page.getByRole("link") });
  await expect(rows.first()).toContainText("The replay was cancelled before its turn came.");
  await count(page, /^Succeeded [1-9]/).click();
  await expect(page).toHaveURL(/status=succeeded/);
  await expect(page.getByText("The replay was cancelled before its turn came.")).toHaveCount(0);
  await rows.first().getByRole("link").click();
  await expect(page).toHaveURL(/\/deliveries\/dlv_\w+$/);
  await expect(page.getByText("Succeeded").first()).toBeVisible();

  await page.goto("/deliveries");
  await page.getByRole("link", { name: "Replays" }).click();
  await expect(page.getByRole("heading", { name: "Replays" })).toBeVisible();
  const first = page.getByRole("row").nth(1);
  await expect(first).toContainText("Cancelled");
  await expect(first).toContainText(` of ${MANY}`);
  await expect(first).toContainText("Failed · Replayed · until ");
  await page.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "Running" }).click();
  await expect(page.getByText("No replays match these filters")).toBeVisible();
});

test("chosen deliveries are resent together, and the result of each is told", async ({
  page,
  baseURL,
}) => {
  const { json } = await call<List>(
    page,
    baseURL,
    "GET",
    `/deliveries?scenarioId=${scenarioId}&limit=3`,
  );
  const ids = json.items.map(({ id }) => id);
  receiver.script("/orders", 500, 200);
  await openList(page);
  for (const id of ids) await page.getByRole("checkbox", { name: `Choose delivery ${id}` }).click();
  await page.getByRole("button", { name: "Resend 3" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Resend 3" }).click();
  await expect(page).toHaveURL(/\/deliveries\/replays\/rpl_\w+$/);
  await expect(page.getByText("Ended", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Done. 1 of 3 failed again.").first()).toBeVisible();
  await count(page, /^Failed 1$/).click();
  const row = page.getByRole("row").nth(1);
  await expect(row).toContainText("Failed");
  await expect(row).toContainText("500");
});

test("the usual rate is a setting, which the next replay starts with", async ({ page }) => {
  await page.goto("/settings");
  const form = page.getByRole("form", { name: "Replays" });
  const rate = form.getByLabel("Resends per second");
  await expect(rate).not.toHaveValue("");
  const another = (await rate.inputValue()) === "33" ? "34" : "33";
  await rate.fill("201");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert")).toContainText("200 or less");
  await form.getByRole("button", { name: "Discard" }).click();
  await rate.fill(another);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(form.getByRole("button", { name: "Save" })).toBeDisabled();

  const pausing = page.getByRole("form", { name: "Failing targets" }).getByRole("switch");
  const before = await pausing.getAttribute("aria-checked");
  await pausing.click();
  await page.getByRole("form", { name: "Failing targets" }).getByText("Save").click();
  await page.reload();
  await expect(pausing).not.toHaveAttribute("aria-checked", String(before));
  await pausing.click();
  await page.getByRole("form", { name: "Failing targets" }).getByText("Save").click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(rate).toHaveValue(another);

  await openList(page);
  await chooseAll(page);
  await page.getByRole("button", { name: /^Resend \d/ }).click();
  await expect(page.getByRole("dialog").getByLabel("Resends per second")).toHaveValue(another);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: /^Resend \d/ })).toBeFocused();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`replays pass axe in ${colorScheme}, and fit a small window`, async ({ page, baseURL }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { json } = await call<List>(page, baseURL, "GET", "/replays?limit=1");
    const passes = async () => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa"])
        .analyze();
      expect(violations).toEqual([]);
    };
    for (const path of [
      "/deliveries/replays",
      `/deliveries/replays/${json.items[0]?.id}`,
      "/settings",
    ]) {
      await page.goto(path);
      await expect(page.getByRole("row").nth(1)).toBeVisible();
      await passes();
    }
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ["/deliveries/replays", `/deliveries/replays/${json.items[0]?.id}`]) {
      await page.goto(path);
      await expect(page.getByRole("row").nth(1)).toBeVisible();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      await passes();
    }
    await openList(page);
    await chooseAll(page);
    await page.getByRole("button", { name: /^Resend \d/ }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await passes();
  });
}
