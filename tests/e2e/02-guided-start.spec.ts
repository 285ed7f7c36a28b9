import AxeBuilder from "@axe-core/playwright";
import { signIn } from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

test("the template works with nothing else: its webhook arrives in the test inbox and verifies", async ({
  page,
}) => {
  await page.goto("/scenarios");
  await page.getByRole("button", { name: "Use a template" }).first().click();
  await page
    .getByRole("button", { name: "Use “Order created → Webhook to the test inbox”" })
    .click();
  await expect(page).toHaveURL(/\/scenarios\/scn_/);
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("button", { name: "Deactivate" })).toBeVisible();
  await page.goto("/orders");
  await page.getByRole("button", { name: "Create mock order" }).first().click();
  await expect(page.getByRole("link", { name: /ORD-/ }).first()).toBeVisible();
  await page.goto("/inbox");
  await page.getByRole("main").getByRole("link", { name: "Orders" }).first().click();
  await expect(page.getByText("POST").first()).toBeVisible();
  await expect(page.getByText("Signature valid", { exact: true }).first()).toBeVisible();
});

test("an edit is saved, undone and redone, and a second tab's stale save overwrites nothing", async ({
  page,
  context,
}) => {
  await page.goto("/scenarios");
  await page.getByRole("button", { name: "New scenario" }).first().click();
  await expect(page).toHaveURL(/\/scenarios\/scn_/);
  await page.getByRole("button", { name: "Add Order Created (Instant)" }).click();
  await expect(page.locator(".react-flow__node")).toHaveCount(1);
  await expect(page.getByText(/^Saved/).first()).toBeVisible();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(page.locator(".react-flow__node")).toHaveCount(0);
  await page.getByRole("button", { name: /^Redo/ }).click();
  await expect(page.locator(".react-flow__node")).toHaveCount(1);
  await expect(page.getByText(/^Saved/).first()).toBeVisible();

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator(".react-flow__node")).toHaveCount(1);
  await other.getByRole("button", { name: "Add Send Webhook" }).first().click();
  await expect(other.getByText(/^Saved \d/).first()).toBeVisible();
  await page.getByRole("button", { name: "Add Send Webhook" }).first().click();
  await expect(page.getByText(/Not saved/).first()).toBeVisible();
  await other.reload();
  await expect(other.locator(".react-flow__node")).toHaveCount(2);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the pages pass axe in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const address of [
      "/",
      "/scenarios",
      "/deliveries",
      "/runs",
      "/orders",
      "/apps",
      "/inbox",
      "/settings",
    ]) {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.waitForLoadState("networkidle");
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa"])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${address} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });
}
