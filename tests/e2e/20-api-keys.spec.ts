import AxeBuilder from "@axe-core/playwright";
import type { APIRequestContext } from "@playwright/test";
import { signIn } from "./support/editor";
import { expect, test } from "./support/test";

const NAME = "Shop of the tests";

test.beforeEach(async ({ page, baseURL }) => {
  await signIn(page, baseURL);
  await page.goto("/settings");
});

/** The status of a call with a key alone: no cookie goes with it. */
const statusOf = async (
  request: APIRequestContext,
  key: string,
  method: string,
  path: string,
): Promise<number> => {
  const headers = { authorization: `Bearer ${key}`, cookie: "" };
  return (await request.fetch(`/api/v1${path}`, { method, headers })).status();
};

test("a key may what was ticked, until it is revoked", async ({ page, request }) => {
  const form = page.getByRole("form", { name: "New API key" });
  await expect(form.getByRole("checkbox", { name: "read" })).toBeChecked();
  await form.getByRole("button", { name: "Create API key" }).click();
  await expect(form.getByText("Enter a name.")).toBeVisible();

  await form.getByLabel("Name of a new key").fill(NAME);
  await form.getByRole("checkbox", { name: "read" }).click();
  await form.getByRole("button", { name: "Create API key" }).click();
  await expect(form.getByText("Choose at least one.")).toBeVisible();

  await form.getByRole("checkbox", { name: "orders:write" }).click();
  await form.getByRole("combobox", { name: "Expires" }).click();
  await page.getByRole("option", { name: "In 30 days" }).click();
  await form.getByRole("button", { name: "Create API key" }).click();
  const shown = page.getByRole("status").filter({ hasText: "Copy the key" });
  const key = (await shown.locator("code").textContent()) ?? "";
  expect(key).toMatch(/^tli_/);

  expect(await statusOf(request, key, "POST", "/orders/mock")).toBe(201);
  expect(await statusOf(request, key, "GET", "/orders")).toBe(403);
  expect(await statusOf(request, key, "GET", "/api-keys")).toBe(403);

  const row = page.getByRole("row").filter({ hasText: NAME });
  await expect(row).toContainText("orders:write");
  await expect(row).toContainText("in 29 d");
  await row.getByRole("button", { name: `Revoke ${NAME}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
  // Behind the dialog the row is hidden as well: the message tells that it is done.
  await expect(page.getByText(`“${NAME}” no longer works.`)).toBeVisible();
  await expect(row).toHaveCount(0);
  expect(await statusOf(request, key, "POST", "/orders/mock")).toBe(401);
});

test("a last day is asked for, and one that is past is refused", async ({ page }) => {
  const form = page.getByRole("form", { name: "New API key" });
  await form.getByLabel("Name of a new key").fill(NAME);
  await form.getByRole("combobox", { name: "Expires" }).click();
  await page.getByRole("option", { name: "After a day…" }).click();
  await form.getByRole("button", { name: "Create API key" }).click();
  await expect(form.getByText("Choose a day.")).toBeVisible();
  await form.getByLabel("Last day").fill("2020-01-31");
  await form.getByRole("button", { name: "Create API key" }).click();
  await expect(form.getByText("Choose a time in the future.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: NAME })).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the keys pass axe in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.getByRole("button", { name: "Create API key" }).click();
    await expect(page.getByText("Enter a name.")).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include("main").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
}
