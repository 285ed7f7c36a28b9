import { chain, makeScenario, openEditor, signIn } from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(({ page, baseURL }) => signIn(page, baseURL));

const PRODUCT = "TraderLaunchpad Integrations";

test("a tab is called after what it shows, on every way to it", async ({ page, baseURL }) => {
  const id = await makeScenario(page, baseURL, chain(), "Order to ERP");
  await openEditor(page, id);
  await expect(page).toHaveTitle(`Order to ERP · Scenario · ${PRODUCT}`);
  const renamed = page.waitForResponse((answer) => answer.request().method() === "PATCH");
  await page.getByLabel("Scenario name").fill("Order to shop");
  await page.keyboard.press("Enter");
  await renamed;
  await expect(page).toHaveTitle(`Order to shop · Scenario · ${PRODUCT}`);
  await page.getByRole("link", { name: "Back to scenarios" }).click();
  await expect(page).toHaveTitle(`Scenarios · ${PRODUCT}`);
  await page.goBack();
  await expect(page).toHaveTitle(`Order to shop · Scenario · ${PRODUCT}`);
});

test("the list tells of the last run and leads to it, and counts no test as a success", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain(), "Listed with a run");
  await page.goto("/scenarios");
  const link = page.locator(`a[href="/scenarios/${id}"]`);
  const row = page.getByRole("row").filter({ has: link });
  await expect(row.getByText("Never")).toBeVisible();
  await expect(row.getByText("No runs yet")).toBeVisible();

  await openEditor(page, id);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "With the sample order" }).click();
  await expect(page.getByText("Failed").first()).toBeVisible();
  await page.getByRole("link", { name: "Back to scenarios" }).click();
  await expect(row.getByText("No results")).toBeVisible();
  await row.getByRole("link", { name: /Last run Failed/ }).click();
  await expect(page).toHaveTitle(/^run_\w+…\w+ · Run · /);
  // Once more, with what is known of it already.
  await page.goBack();
  await expect(page).toHaveTitle(`Scenarios · ${PRODUCT}`);
  await page.goForward();
  await expect(page).toHaveTitle(/^run_\w+…\w+ · Run · /);
});

test("an empty scenario can't be run, and says why; Enter in the palette adds what is marked", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, { nodes: [], edges: [] }, "Empty");
  await page.goto(`/scenarios/${id}`);
  const run = page.getByRole("button", { name: "Run", exact: true });
  await expect(run).toHaveAttribute("aria-disabled", "true");
  await expect(run).toHaveAccessibleDescription(/There is nothing to run yet/);

  await page.keyboard.press("a");
  const search = page.getByRole("searchbox", { name: "Search operations" });
  await expect(search).toBeFocused();
  await expect(search).toHaveAccessibleDescription("Enter adds Order Created (Instant).");
  await page.keyboard.press("Enter");
  const nodes = page.locator(".react-flow__node");
  await expect(nodes).toHaveCount(1);
  await expect(nodes).toContainText("Order Created");
  // With a trigger, an action is what is meant.
  await search.focus();
  await expect(search).toHaveAccessibleDescription("Enter adds Send Webhook.");
  await page.keyboard.press("Enter");
  await expect(nodes).toHaveCount(2);
  await expect(run).not.toHaveAttribute("aria-disabled");
});
