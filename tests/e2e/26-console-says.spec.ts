import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Receiver, startReceiver } from "../fixtures/receiver";
import {
  activate,
  call,
  edge,
  makeScenario,
  openEditor,
  saveElsewhere,
  signIn,
  trigger,
  webhook,
} from "./support/editor";
import { expect, test } from "./support/test";

const SECRET = "what the console's resends are signed with";
const PHONE = { width: 390, height: 800 };

type Listed = { items: { id: string; status: string; heldAt: string | null }[] };
type Preferences = { preferences: { failingTargets: object } };

let receiver: Receiver;
let scenarioId = "";

test.beforeAll(async () => {
  receiver = await startReceiver();
});
test.afterAll(() => receiver.close());

test.beforeEach(({ page, baseURL }) => signIn(page, baseURL));
test.afterEach(async ({ page, baseURL }) => {
  if (scenarioId) await call(page, baseURL, "POST", `/scenarios/${scenarioId}/deactivate`);
});

/** A live scenario with one signed webhook. */
async function live(page: Page, baseURL: string | undefined, path: string, retryAttempts = 0) {
  const hook = webhook("a", "To the ERP", 360);
  Object.assign(hook.config, { webhookUrl: receiver.url(path), secret: SECRET, retryAttempts });
  const graph = { nodes: [trigger(), hook], edges: [edge("t", "a")] };
  scenarioId = await makeScenario(page, baseURL, graph, `Says ${path}`);
  await activate(page, baseURL, scenarioId);
}

/** Creates an order and returns its id once its delivery stands so. */
async function order(page: Page, baseURL: string | undefined, status: string) {
  const { json } = await call<{ id: string }>(page, baseURL, "POST", "/orders/mock", {});
  await expect(async () => {
    const list = await call<Listed>(
      page,
      baseURL,
      "GET",
      `/deliveries?scenarioId=${scenarioId}&q=${json.id}`,
    );
    const [delivery] = list.json.items;
    expect(delivery?.heldAt ? "held" : delivery?.status).toBe(status);
  }).toPass({ timeout: 60_000 });
  return json.id;
}

async function sendTo(page: Page, baseURL: string | undefined, path: string) {
  await saveElsewhere(page, baseURL, scenarioId, ({ nodes }) => {
    const hook = nodes.find(({ id }) => id === "a");
    // The secret stays with its address, so that a new address needs one of its own.
    Object.assign(hook?.config ?? {}, { webhookUrl: receiver.url(path), secret: SECRET });
  });
}

async function violations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Nothing to the right of the window. */
async function expectToFit(page: Page) {
  const beyond = await page.evaluate(() => {
    const { scrollWidth, offsetWidth } = document.documentElement;
    return Math.max(0, scrollWidth - offsetWidth);
  });
  expect(beyond).toBe(0);
}

test("an order's page says why a delivery failed, and resends it after saying what goes where", async ({
  page,
  baseURL,
}) => {
  receiver.script("/before", 400);
  await live(page, baseURL, "/before");
  const id = await order(page, baseURL, "failed");
  await sendTo(page, baseURL, "/after");
  await activate(page, baseURL, scenarioId);

  await page.goto(`/orders/${id}`);
  const runs = page.getByRole("list", { name: "Runs" });
  await expect(runs).toContainText("It failed for good after 1 attempt; the last answer was 400.");
  const resend = runs.getByRole("button", { name: "Resend “To the ERP”" });
  await resend.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Resend this delivery?" });
  await expect(dialog).toContainText(
    `It goes to ${receiver.url("/after")}, and no longer to ${receiver.url("/before")}.`,
  );
  await expect(dialog).toContainText("what is published now");
  await expect(dialog).toContainText("version 2, signed with the secret of that webhook");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
  }
  await page.setViewportSize(PHONE);
  await expectToFit(page);
  await page.keyboard.press("Escape");
  await expect(resend).toBeFocused();
  await expectToFit(page);
  expect(await violations(page)).toEqual([]);
  expect(receiver.requestsTo("/after")).toHaveLength(0);

  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Resend" })).toBeEnabled();
  await dialog.getByRole("button", { name: "Resend" }).click();
  await receiver.waitFor(1, "/after");
  await expect(runs.getByText("2 attempts · 200")).toBeVisible();
  await expect(resend).toHaveCount(0);
  expect(receiver.requestsTo("/before")).toHaveLength(1);
});

test("a delivery that waits for its next attempt says when, and what a resend makes of it", async ({
  page,
  baseURL,
}) => {
  await live(page, baseURL, "/waits", 3);
  // A wait that is longer than this test.
  receiver.script("/waits", { status: 503, headers: { "retry-after": "600" } }, 200);
  const id = await order(page, baseURL, "retrying");
  await page.goto(`/orders/${id}`);
  const runs = page.getByRole("list", { name: "Runs" });
  await expect(runs).toContainText(/2nd of 4 attempts in \d+ min/);
  await runs.getByRole("link", { name: /^To the ERP, delivery to/ }).click();
  await expect(page).toHaveURL(/\/deliveries\/dlv_/);
  await page.getByRole("button", { name: "Resend" }).click();
  const dialog = page.getByRole("dialog", { name: "Resend this delivery?" });
  await expect(dialog).toContainText(
    /the automatic attempt in \d+ min( \d+ s)? is not made any more/,
  );
  await dialog.getByRole("button", { name: "Resend" }).click();
  await expect(page.getByText("Attempt 2", { exact: true })).toBeVisible();
  await expect(page.getByText(/^The receiver accepted it with 200 after 2 attempts/)).toBeVisible();
});

test("a replay that has ended says how many arrived and failed, why, and leads to each", async ({
  page,
  baseURL,
}) => {
  receiver.script("/replayed", 400, 400, 200, 422);
  await live(page, baseURL, "/replayed");
  for (let n = 0; n < 2; n++) await order(page, baseURL, "failed");
  const { json } = await call<{ id: string }>(page, baseURL, "POST", "/replays", {
    filter: { scenarioId },
  });
  await page.goto(`/deliveries/replays/${json.id}`);
  const summary = page.getByRole("main").filter({ hasText: "How it ended" });
  await expect(summary.getByRole("link", { name: "1 arrived" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("list", { name: "Why: 1 failed again" })).toContainText(/1 × .*422/);
  await page.getByRole("link", { name: "1 failed again" }).click();
  await expect(page).toHaveURL(/\?status=failed$/);
  await expect(page.getByRole("button", { name: /^Failed 1$/ })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect(page.getByRole("link", { name: /^dlv_/ })).toHaveCount(1);
  await page.setViewportSize(PHONE);
  await expectToFit(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
  }
});

test("what is held for a paused target is told in one line on a phone, and before it is let go", async ({
  page,
  baseURL,
}) => {
  const before = await call<Preferences>(page, baseURL, "GET", "/settings");
  const { failingTargets } = before.json.preferences;
  await call(page, baseURL, "PATCH", "/settings", {
    failingTargets: { pauses: true, failures: 2, hours: 0 },
  });
  try {
    receiver.script("/down", 400);
    await live(page, baseURL, "/down");
    for (let n = 0; n < 2; n++) await order(page, baseURL, "failed");
    await order(page, baseURL, "held");

    await page.setViewportSize(PHONE);
    await page.goto("/deliveries");
    const banner = page.getByRole("region", { name: "Failing targets" });
    const fold = banner.getByRole("button", { expanded: false });
    await expect(fold).toContainText(/paused/);
    expect((await banner.boundingBox())?.height).toBeLessThan(48);
    expect(await violations(page)).toEqual([]);
    await fold.click();
    await expect(banner.getByRole("button", { name: "Resume “To the ERP”" })).toBeVisible();
    await expectToFit(page);
    await page.setViewportSize({ width: 1280, height: 720 });
    await expect(banner.getByRole("button", { expanded: true })).toBeHidden();

    await sendTo(page, baseURL, "/up");
    await openEditor(page, scenarioId);
    await page.setViewportSize(PHONE);
    const bar = page.getByRole("region", { name: "Failing targets" });
    expect((await bar.boundingBox())?.height).toBeLessThan(40);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.getByRole("button", { name: "Publish changes" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("list", { name: "Held deliveries" })).toHaveText(
      `“To the ERP” is paused, and 1 delivery is held for it. This draft sends elsewhere, which ends the pause: it is sent right after publishing, to ${receiver.url("/up")}.`,
    );
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect(await violations(page)).toEqual([]);
    }
    expect(receiver.requestsTo("/up")).toHaveLength(0);
    await dialog.getByRole("button", { name: "Publish" }).click();
    await receiver.waitFor(1, "/up");
  } finally {
    await call(page, baseURL, "PATCH", "/settings", { failingTargets });
  }
});

test("a list is narrowed to a time range of one's own, which the address keeps", async ({
  page,
  baseURL,
}) => {
  receiver.script("/timed", 200);
  await live(page, baseURL, "/timed");
  await order(page, baseURL, "succeeded");
  await page.goto(`/deliveries?scenarioId=${scenarioId}`);
  const rows = page.getByRole("link", { name: /^Delivery dlv_/ });
  await expect(rows).toHaveCount(1);
  const time = page.getByRole("combobox", { name: "Time" });
  await time.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "From – to…" }).click();
  const dialog = page.getByRole("dialog", { name: "From – to" });
  await dialog.getByRole("button", { name: "Show" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Enter a beginning or an end.");
  await dialog.getByLabel("From").fill("2020-01-01T10:00");
  await dialog.getByLabel("To").fill("2020-01-01T09:00");
  await expect(dialog.getByRole("alert")).toHaveText("The end has to be after the beginning.");
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(time).toBeFocused();
  await expect(page).not.toHaveURL(/since|until/);

  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "From – to…" }).click();
  await dialog.getByLabel("From").fill("2020-01-01T10:00");
  await dialog.getByLabel("To").fill("2020-01-02T09:00");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/since=2020.*until=2020/);
  await expect(rows).toHaveCount(0);
  await page.reload();
  const change = page.getByRole("button", { name: /^Change the time: 1 Jan 2020.* 2 Jan 2020/ });
  await expect(change).toBeVisible();
  await expect(rows).toHaveCount(0);
  await change.click();
  await expect(dialog.getByLabel("From")).toHaveValue("2020-01-01T10:00");
  await dialog.getByLabel("To").fill("");
  await dialog.getByRole("button", { name: "Show" }).click();
  await expect(rows).toHaveCount(1);
  await page.setViewportSize(PHONE);
  await expectToFit(page);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(change).toHaveCount(0);

  for (const path of ["/runs", "/orders"]) {
    await page.goto(`${path}?until=2020-01-02T09:00:00Z`);
    await expect(page.getByRole("button", { name: /^Change the time: Until / })).toBeVisible();
    await expect(page.getByText(/^No (runs|orders) match/)).toBeVisible();
  }
});

test("the first activation offers a test order, and that its trace", async ({ page, baseURL }) => {
  receiver.script("/first", 200);
  const hook = webhook("a", "To the ERP", 360);
  Object.assign(hook.config, { webhookUrl: receiver.url("/first") });
  const graph = { nodes: [trigger(), hook], edges: [edge("t", "a")] };
  scenarioId = await makeScenario(page, baseURL, graph, "Says first");
  await openEditor(page, scenarioId);
  await page.getByRole("button", { name: "Activate" }).click();
  const note = page.getByRole("listitem").filter({ hasText: "The scenario is active." });
  await expect(note.getByRole("button", { name: "Take it back" })).toBeVisible();
  await page.setViewportSize(PHONE);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
  }
  await note.getByRole("button", { name: "Send a test order" }).click();
  await receiver.waitFor(1, "/first");
  const made = page.getByRole("listitem").filter({ hasText: /The test order ORD-\S+ was created/ });
  await made.getByRole("button", { name: "See its trace" }).click();
  await expect(page).toHaveURL(/\/orders\/ord_/);
  await expect(page.getByRole("list", { name: "Runs" })).toContainText("Says first");
});

test("new scenarios are numbered, and the first thing typed is the name", async ({
  page,
  baseURL,
}) => {
  const numbers: number[] = [];
  for (let n = 0; n < 2; n++) {
    await page.goto("/scenarios");
    await page.getByRole("button", { name: "New scenario" }).first().click();
    await expect(page).toHaveURL(/\/scenarios\/scn_/);
    const name = page.getByLabel("Scenario name");
    await expect(name).toBeFocused();
    numbers.push(Number(/^New scenario(?: (\d+))?$/.exec(await name.inputValue())?.[1] ?? 1));
  }
  expect(numbers[1]).toBe((numbers[0] ?? 0) + 1);
  const name = page.getByLabel("Scenario name");
  await page.keyboard.type("Orders to the ERP");
  await page.keyboard.press("Enter");
  await expect(page).toHaveTitle(/^Orders to the ERP · Scenario/);
  const id = new URL(page.url()).pathname.split("/").at(-1);
  const stored = () => call<{ name: string }>(page, baseURL, "GET", `/scenarios/${id}`);
  await expect.poll(async () => (await stored()).json.name).toBe("Orders to the ERP");
  await page.reload();
  await expect(name).toHaveValue("Orders to the ERP");
  await expect(name).not.toBeFocused();
  await call(page, baseURL, "DELETE", `/scenarios/${id}`);
});
