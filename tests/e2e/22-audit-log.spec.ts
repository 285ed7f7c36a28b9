import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { call, signIn } from "./support/editor";
import { expect, owner, test } from "./support/test";

const made: string[] = [];

test.beforeEach(async ({ page, baseURL }) => {
  await signIn(page, baseURL);
  const { json } = await call<{ id: string }>(page, baseURL, "POST", "/inboxes", {
    name: "Audited inbox",
  });
  made.push(json.id);
  await call(page, baseURL, "PATCH", `/inboxes/${json.id}`, { behaviour: "gone" });
});

test.afterEach(async ({ page, baseURL }) => {
  for (const id of made.splice(0)) await call(page, baseURL, "DELETE", `/inboxes/${id}`);
});

test("what was done is read as sentences, filtered, followed to its thing and taken away", async ({
  page,
}) => {
  await page.goto("/settings");
  await page.getByRole("link", { name: "Open the audit log" }).click();
  await expect(page).toHaveURL(/\/audit$/);
  const rows = page.getByRole("region", { name: "Entries" }).getByRole("row");
  const changed = rows.filter({ hasText: "changed the test inbox" }).first();
  await expect(changed).toContainText(owner.email);
  await expect(changed).toContainText("behaviour: gone");
  await expect(changed).toContainText("127.0.0.1");
  await expect(changed.getByTitle(/^Mozilla/)).toHaveText(/^Chrome on /);

  await changed.getByRole("button", { name: "Only what was done to Audited inbox" }).click();
  await expect(page).toHaveURL(/targetId=inb_/);
  await expect(rows).toHaveCount(3);
  await page.getByRole("combobox", { name: "Action" }).click();
  await page.getByRole("option", { name: "Test inbox created" }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText("created the test inbox Audited inbox");

  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /CSV/ }).click(),
  ]);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("inbox.created");

  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(rows.filter({ hasText: "exported the audit log" })).not.toHaveCount(0);
  await rows.getByRole("link", { name: "Audited inbox" }).first().click();
  await expect(page).toHaveURL(/\/inbox\/inb_/);
});

test("it is found by the command menu, and by who did what", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("audit");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/audit$/);
  await page.getByRole("combobox", { name: "Who" }).click();
  await page.getByRole("option", { name: "The product" }).click();
  await expect(page).toHaveURL(/actorId=system/);
  await expect(page.getByText("changed the test inbox")).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`it passes axe in ${colorScheme}, and fits a phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    for (const size of [
      { width: 1280, height: 720 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(size);
      await page.goto("/audit");
      await expect(page.getByText("changed the test inbox").first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      const name = `audit-${colorScheme}-${size.width}.png`;
      await page.screenshot({ path: test.info().outputPath(name), fullPage: true });
    }
  });
}
