import type { Page } from "@playwright/test";
import { type Receiver, startReceiver } from "../fixtures/receiver";
import {
  activate,
  call,
  edge,
  makeScenario,
  saveElsewhere,
  signIn,
  trigger,
  webhook,
} from "./support/editor";
import { expect, test } from "./support/test";

let receiver: Receiver;

test.beforeAll(async () => {
  receiver = await startReceiver();
});
test.afterAll(() => receiver.close());
test.beforeEach(async ({ page, baseURL }) => {
  receiver.reset();
  await signIn(page, baseURL);
});

const NAME = "Retried runs";

/** A live scenario whose one receiver is well while the other is down, and the run of an order. */
async function halfFailed(page: Page, baseURL: string | undefined) {
  receiver.script("/down", 500, 200);
  const to = (id: string, name: string, path: string, x: number) => ({
    ...webhook(id, name, x),
    config: { webhookUrl: receiver.url(path), retryAttempts: 0 },
  });
  const id = await makeScenario(
    page,
    baseURL,
    {
      nodes: [trigger(), to("a", "Warehouse", "/well", 360), to("b", "Accounts", "/down", 720)],
      edges: [edge("t", "a"), edge("a", "b")],
    },
    NAME,
  );
  await activate(page, baseURL, id);
  const order = await call<{ id: string }>(page, baseURL, "POST", "/orders/mock");
  const runId = await runOf(page, baseURL, id, "failed");
  return { id, orderId: order.json.id, runId };
}

/** The latest run of the scenario, once it has this status. */
async function runOf(
  page: Page,
  baseURL: string | undefined,
  scenarioId: string,
  status: string,
): Promise<string> {
  let found = "";
  await expect(async () => {
    const { json } = await call<{ items: { id: string; status: string }[] }>(
      page,
      baseURL,
      "GET",
      `/runs?scenarioId=${scenarioId}`,
    );
    expect(json.items[0]?.status).toBe(status);
    found = json.items[0]?.id ?? "";
  }).toPass();
  return found;
}

const retryButton = (page: Page) => page.getByRole("button", { name: "Retry", exact: true });
const remove = (page: Page, baseURL: string | undefined, id: string) =>
  call(page, baseURL, "DELETE", `/scenarios/${id}`);

test("a run that failed is retried from the failed node by keyboard, and both runs say so", async ({
  page,
  baseURL,
}) => {
  const { id, orderId, runId } = await halfFailed(page, baseURL);
  const held: (() => void)[] = [];
  receiver.script("/down", ({ response }) => held.push(() => response.end("ok")));
  await page.goto(`/runs/${runId}`);
  await retryButton(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Same version 1")).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "From the failed node" })).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(page).not.toHaveURL(new RegExp(runId));
  await expect(page).toHaveURL(/\/runs\/run_/);
  const retries = page.getByRole("list", { name: "Retries" });
  await expect(retries).toContainText(/Retry from the failed node of/);
  // While it goes on it can't be retried, and the button says why.
  await expect(retryButton(page)).toHaveAttribute("aria-disabled", "true");
  await expect(retryButton(page)).toHaveAccessibleDescription(/still going on/);
  const nodes = page.getByRole("list", { name: "Nodes in order" }).getByRole("listitem");
  await expect(nodes.filter({ hasText: "Warehouse" })).toContainText("Taken over");
  await receiver.waitFor(2, "/down");
  for (const release of held) release();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Succeeded");
  expect(receiver.requestsTo("/well")).toHaveLength(1);

  await nodes.filter({ hasText: "Warehouse" }).locator("summary").click();
  await expect(nodes.filter({ hasText: "Not repeated: it succeeded in" })).toHaveCount(1);
  await retries.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(runId));
  await expect(retries).toContainText(/Retried from the failed node as/);

  await page.goto(`/runs?scenarioId=${id}`);
  await expect(page.getByRole("link", { name: /succeeded, a retry$/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Run run_\w+, failed$/ })).toBeVisible();
  await page.goto(`/orders/${orderId}`);
  const runs = page.getByRole("list", { name: "Runs" }).locator("> li");
  // Other tests' scenarios may be live as well.
  const own = runs.filter({ hasText: NAME });
  await expect(own).toHaveCount(2);
  await expect(own.nth(0)).not.toContainText("Retry");
  await expect(own.nth(1)).toContainText("Retry");
  await remove(page, baseURL, id);
});

test("a retry from the start asks first, and the current version says what it lacks", async ({
  page,
  baseURL,
}) => {
  const { id, runId } = await halfFailed(page, baseURL);
  await saveElsewhere(page, baseURL, id, (graph) => {
    graph.nodes = graph.nodes.filter((node) => node.id !== "b");
    graph.edges = graph.edges.filter(({ target }) => target !== "b");
  });
  await activate(page, baseURL, id);
  await page.goto(`/runs/${runId}`);
  await retryButton(page).click();
  await expect(page.getByText("Current version 2")).toBeVisible();
  const [fromFailed, fromStart] = [
    page.getByRole("menuitem", { name: /This version has no “Accounts”/ }),
    page.getByRole("menuitem", { name: "From the start…" }).last(),
  ];
  await fromFailed.press("Enter");
  await expect(fromFailed).toBeHidden();
  await expect(page.getByText(/where the run failed. Retry it from the start/)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(`/runs/${runId}`);

  await retryButton(page).click();
  await fromStart.click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("a new delivery under a new id");
  await question.getByRole("button", { name: "Leave it" }).click();
  await expect(question).toBeHidden();
  expect(receiver.requestsTo("/well")).toHaveLength(1);

  await retryButton(page).click();
  await fromStart.click();
  await question.getByRole("button", { name: "Retry from the start" }).click();
  await expect(page).not.toHaveURL(new RegExp(runId));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Succeeded");
  await expect(page.getByText("version 2")).toBeVisible();
  expect(receiver.requestsTo("/well")).toHaveLength(2);
  await remove(page, baseURL, id);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`a retried run fits a phone, ${colorScheme}`, async ({ page, baseURL }, info) => {
    const { id, runId } = await halfFailed(page, baseURL);
    await call(page, baseURL, "POST", `/runs/${runId}/retry`, { from: "failed" });
    const retry = await runOf(page, baseURL, id, "succeeded");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme });
    for (const path of [`/runs/${runId}`, `/runs/${retry}`, `/runs?scenarioId=${id}`]) {
      await page.goto(path);
      await expect(page.getByText("Retr").first()).toBeVisible();
      if (path === `/runs/${runId}`) await retryButton(page).click();
      await info.attach(path, { body: await page.screenshot(), contentType: "image/png" });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0);
    }
    await remove(page, baseURL, id);
  });
}
