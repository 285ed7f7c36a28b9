import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { call, signIn } from "./support/editor";
import { expect, test } from "./support/test";

const NONE = { httpsOnly: false, allowedPorts: [], allowedCidrs: [], allowedHosts: [] };
const section = (page: Page) =>
  page.locator("section", {
    has: page.getByRole("heading", { name: "Where webhooks may go", level: 2 }),
  });
const form = (page: Page) => page.getByRole("form", { name: "Where webhooks may go" });
const checker = (page: Page) => page.getByRole("form", { name: "Check an address" });

async function ask(page: Page, address: string) {
  await checker(page).getByLabel("Check an address").fill(address);
  await checker(page).getByRole("button", { name: "Check" }).click();
}

test.describe("where webhooks may go", () => {
  test.beforeEach(async ({ page, baseURL }) => {
    await signIn(page, baseURL);
    await call(page, baseURL, "PATCH", "/settings", { outgoing: NONE });
    await page.goto("/settings");
  });
  test.afterEach(async ({ page, baseURL }) => {
    await call(page, baseURL, "PATCH", "/settings", { outgoing: NONE });
  });

  test("an owner allows a block, asks about an address in it, and is told why", async ({
    page,
  }) => {
    await ask(page, "http://10.1.2.3/hook");
    const answer = checker(page).getByRole("status");
    await expect(answer).toContainText("Refused");
    await expect(answer).toContainText("10.1.2.3 is a private address");
    await form(page).getByLabel("Address block").fill("10.1.0.0/16");
    await form(page).getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved. It holds from now on")).toBeVisible();
    await ask(page, "http://10.1.2.3/hook");
    await expect(answer).toContainText("Allowed");
    await expect(answer).toContainText("an owner has allowed it");
    await page.reload();
    await expect(form(page).getByLabel("Address block")).toHaveValue("10.1.0.0/16");
  });

  test("what is no entry is named beside its list, and what was typed stays", async ({ page }) => {
    const hosts = form(page).getByLabel("Hosts that may be inside");
    await hosts.fill("erp.internal\n10.0.0.1");
    await form(page).getByRole("button", { name: "Save" }).click();
    await expect(form(page).getByRole("alert")).toContainText("“10.0.0.1” is not a host name");
    await expect(hosts).toHaveValue("erp.internal\n10.0.0.1");
    await form(page).getByRole("button", { name: "Discard" }).click();
    await expect(hosts).toHaveValue("");
    await form(page).getByLabel("Ports").fill("https");
    await form(page).getByRole("button", { name: "Save" }).click();
    await expect(form(page).getByRole("alert")).toContainText("“https” is not a port");
  });

  test("each bad line is named, and blocks that can never be allowed are among them", async ({
    page,
  }) => {
    const blocks = form(page).getByLabel("Address block");
    await blocks.fill("10.1.2.3\n169.254.0.0/16\nten\n10.0.0.0/8");
    await form(page).getByRole("button", { name: "Save" }).click();
    const fault = form(page).getByRole("alert");
    await expect(fault).toContainText("Line 2: “169.254.0.0/16” can't be allowed in Settings");
    await expect(fault).toContainText("Line 3: “ten” is not an address block");
  });

  test("a block that opens whole networks is asked about, and says what stays refused", async ({
    page,
  }) => {
    const blocks = form(page).getByLabel("Address block");
    await blocks.fill("0.0.0.0/0");
    await expect(form(page).getByText("In these blocks stay refused")).toBeVisible();
    await form(page).getByRole("button", { name: "Save" }).click();
    const question = page.getByRole("alertdialog");
    await expect(question).toContainText("192.168.0.0/16");
    await question.getByRole("button", { name: "Back" }).click();
    await expect(blocks).toHaveValue("0.0.0.0/0");
    await form(page).getByRole("button", { name: "Save" }).click();
    await question.getByRole("button", { name: "Open and save" }).click();
    await expect(page.getByText("Saved. It holds from now on")).toBeVisible();
  });

  test("only https is switched on by keyboard, and asked about", async ({ page }) => {
    await form(page).getByLabel("Only https:// addresses").focus();
    await page.keyboard.press("Space");
    await form(page).getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved. It holds from now on")).toBeVisible();
    await ask(page, "http://93.184.215.14/");
    await expect(checker(page).getByRole("status")).toContainText("only go to https://");
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`is accessible in ${colorScheme} and on a phone`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 375, height: 800 });
      await ask(page, "http://169.254.169.254/latest/meta-data");
      await expect(checker(page).getByRole("status")).toContainText("Refused");
      await expect(section(page)).toBeVisible();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(375);
      const { violations } = await new AxeBuilder({ page }).include("main").analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
    });
  }
});
