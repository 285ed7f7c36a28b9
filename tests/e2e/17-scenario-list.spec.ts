import type { Page } from "@playwright/test";
import { activate, call, chain, makeScenario, signIn } from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(({ page, baseURL }) => signIn(page, baseURL));

const empty = { nodes: [], edges: [] };

function listOf(page: Page) {
  const rows = page.getByRole("row").filter({ has: page.locator("td") });
  return {
    search: page.getByRole("textbox", { name: "Search by name" }),
    rows,
    row: (name: string) => rows.filter({ has: page.getByRole("link", { name, exact: true }) }),
    link: (name: string) => page.getByRole("link", { name, exact: true }),
    menu: (name: string) => page.getByRole("button", { name: `Commands for ${name}`, exact: true }),
  };
}

async function choose(page: Page, select: string, option: string) {
  await page.getByRole("combobox", { name: select }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

test("the list is searched, filtered and sorted, and the address holds it all", async ({
  page,
  baseURL,
}) => {
  const ready = await makeScenario(page, baseURL, chain(), "Sought bravo");
  await makeScenario(page, baseURL, empty, "Sought alpha");
  await activate(page, baseURL, ready);
  await page.goto("/scenarios");
  const { search, rows } = listOf(page);
  await search.fill("sought");
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/q=sought/);
  await choose(page, "Order", "Name, Z to A");
  await expect(rows.first()).toContainText("Sought bravo");
  await choose(page, "Order", "Name, A to Z");
  await expect(rows.first()).toContainText("Sought alpha");
  await choose(page, "Status", "Not active");
  await expect(rows).toHaveCount(1);
  await choose(page, "Status", "Any status");
  await choose(page, "Attention", "With problems");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("Sought alpha");
  await page.reload();
  await expect(rows).toHaveCount(1);
  await expect(search).toHaveValue("sought");

  await search.fill("sought but nowhere");
  await expect(page.getByText("No scenarios match these filters")).toBeVisible();
  await page.getByRole("cell").getByRole("button", { name: "Clear filters" }).click();
  await expect(search).toHaveValue("");
  await expect(page).toHaveURL(/\/scenarios\?sort=name$/);
});

test("F2 renames the scenario in focus, the menu does as well, and the focus returns", async ({
  page,
  baseURL,
}) => {
  await makeScenario(page, baseURL, empty, "Named once");
  await page.goto("/scenarios?q=Named");
  const { link, menu } = listOf(page);
  const name = page.getByRole("dialog").getByLabel("Name");

  await link("Named once").focus();
  await page.keyboard.press("F2");
  await expect(name).toBeFocused();
  await name.fill(" ");
  await expect(page.getByText("A scenario needs a name.")).toBeVisible();
  await name.fill("Named twice");
  await page.keyboard.press("Enter");
  await expect(link("Named twice")).toBeFocused();

  await menu("Named twice").click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  await expect(name).toHaveValue("Named twice");
  await page.route("**/api/v1/scenarios/scn_*", (route) =>
    route.request().method() === "PATCH" ? route.abort() : route.continue(),
  );
  await name.fill("Named thrice");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/Not renamed: The server could not be reached/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu("Named twice")).toBeFocused();
});

test("duplicating and activating keep the focus on the menu of the row", async ({
  page,
  baseURL,
}) => {
  await makeScenario(page, baseURL, chain(), "Kept in focus");
  await page.goto("/scenarios?q=Kept");
  const { row, menu, link } = listOf(page);
  await menu("Kept in focus").click();
  await page.getByRole("menuitem", { name: "Activate", exact: true }).click();
  await expect(
    row("Kept in focus").getByText("Active").filter({ visible: true }).first(),
  ).toBeVisible();
  await expect(menu("Kept in focus")).toBeFocused();
  await expect(menu("Kept in focus")).not.toHaveAttribute("aria-busy");
  await menu("Kept in focus").click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(link("Copy of Kept in focus")).toBeVisible();
  await expect(menu("Kept in focus")).toBeFocused();
});

test("deleting asks first, says that the history stays, and leads to the next scenario", async ({
  page,
  baseURL,
}) => {
  for (const name of ["Doomed a", "Doomed b"]) await makeScenario(page, baseURL, empty, name);
  await page.goto("/scenarios?q=Doomed&sort=name");
  const { search, rows, link, menu } = listOf(page);
  const ask = async (name: string) => {
    await menu(name).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await expect(page.getByText(/runs and deliveries stay readable/)).toBeVisible();
  };
  await ask("Doomed a");
  await page.getByRole("button", { name: "Keep it" }).click();
  await expect(menu("Doomed a")).toBeFocused();
  await ask("Doomed a");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(rows).toHaveCount(1);
  await expect(link("Doomed b")).toBeFocused();
  await ask("Doomed b");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(search).toBeFocused();
});

test("a list that cannot be loaded says so and is tried again", async ({ page, baseURL }) => {
  await makeScenario(page, baseURL, empty, "There after all");
  await page.route("**/api/v1/scenarios?*", (route) => route.abort());
  await page.goto("/scenarios?q=There");
  await expect(page.getByText("The scenarios could not be loaded")).toBeVisible({
    timeout: 30_000,
  });
  await page.unroute("**/api/v1/scenarios?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(listOf(page).link("There after all")).toBeVisible();
});

test("a refused import says what is wrong and where, and changes nothing", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain(), "Imported source");
  const { json } = await call<Record<string, unknown>>(
    page,
    baseURL,
    "GET",
    `/scenarios/${id}/export`,
  );
  const text = JSON.stringify(json);
  await page.goto("/scenarios?q=Imported");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const dialog = page.getByRole("dialog");
  const refused = async (document: string, words: string | RegExp) => {
    await dialog.getByLabel("Text of the export").fill(document);
    await dialog.getByRole("button", { name: "Import" }).click();
    await expect(dialog.getByRole("alert").getByText(words)).toBeVisible();
  };
  await refused('{\n  "format": oops }', /not complete JSON \(line 2, column 13\)/);
  await refused("[]", /not an export/);
  await refused('{"nodes":[],"connections":{}}', /This is an n8n workflow/);
  await refused(text.replace('"formatVersion":1', '"formatVersion":2'), /newer release/);
  await refused(
    text.replace('"webhooks.send"', "7"),
    "Node 2 “Alpha”, operation: This has to be a text.",
  );
  await refused(
    text.replace('"target":"b"', '"target":"gone"'),
    /^Connection 2 “a-b”, target: .*“?"gone"”?, which does not exist/,
  );
  await refused(JSON.stringify({ ...json, padding: "x".repeat(300_000) }), /This is too large/);
  await page.keyboard.press("Escape");
  await expect(listOf(page).rows).toHaveCount(1);

  // A file does as well as a text.
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await dialog.getByLabel("File of an export").setInputFiles({
    name: "export.json",
    mimeType: "application/json",
    buffer: Buffer.from(text),
  });
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(page).toHaveURL(/\/scenarios\/scn_\w+$/);
});
