import { largeScenario } from "../load/large-scenario";
import { chain, makeScenario, openEditor, settledBox, signIn, zoomOf } from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

test("among 500 nodes, a node is found by its name with the keyboard: selected, in the middle, focused, announced", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, largeScenario());
  const editor = await openEditor(page, id);
  await page.keyboard.press("Control+f");
  const search = page.getByRole("combobox", { name: "Find a node" });
  await expect(search).toBeFocused();
  await expect(page.getByText("The first 50 of 500 nodes")).toBeVisible();
  await page.keyboard.type("node 49");
  const options = page.getByRole("option");
  // Those that begin so, 49 and 490 to 499, and after them 149, 249, 349 and 449.
  await expect(options).toHaveCount(15);
  await expect(options.last()).toContainText("Node 449");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  const marked = page.getByRole("option", { selected: true });
  const name = (await marked.locator("span span").first().textContent()) ?? "";
  await expect(search).toHaveAttribute("aria-activedescendant", /-1$/);
  await page.keyboard.press("Enter");
  await expect(search).toHaveCount(0);
  await expect(editor.name).toHaveValue(name);
  await expect(editor.announcement).toHaveText(`${name} is selected.`);
  await expect(editor.selected).toHaveCount(1);
  await expect(editor.selected).toBeFocused();
  const card = await settledBox(editor.selected);
  const canvas = await settledBox(editor.pane);
  expect(Math.abs(card.x + card.width / 2 - (canvas.x + canvas.width / 2))).toBeLessThan(4);
  expect(Math.abs(card.y + card.height / 2 - (canvas.y + canvas.height / 2))).toBeLessThan(4);
  // Large enough to be read, though the whole scenario was in sight before.
  expect(await zoomOf(page)).toBeGreaterThanOrEqual(0.75);
});

test("Escape gives the focus back and changes nothing; in a field, Ctrl F is the browser's", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  const search = page.getByRole("combobox", { name: "Find a node" });
  await editor.node("Alpha").click();
  await editor.node("Beta").focus();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("trigger order nonsense");
  await expect(page.getByText("No node is found.")).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(search).toHaveCount(0);
  await expect(editor.node("Beta")).toBeFocused();
  await expect(editor.name).toHaveValue("Alpha");
  await editor.name.click();
  await page.keyboard.press("Control+f");
  await expect(search).toHaveCount(0);
  await expect(editor.undo).toBeDisabled();
});

test("the search is in the menu of the canvas, on its controls and in the list of shortcuts; a click picks", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  const search = page.getByRole("combobox", { name: "Find a node" });
  await editor.pane.click({ button: "right", position: { x: 30, y: 30 } });
  await page.getByRole("menuitem", { name: "Find a node" }).click();
  await expect(search).toBeFocused();
  await page.keyboard.type("post to beta");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.getByRole("option", { name: "Beta" }).click();
  await expect(editor.name).toHaveValue("Beta");
  await expect(editor.node("Beta")).toBeFocused();

  await page.getByRole("button", { name: "Find a node" }).click();
  await expect(search).toBeFocused();
  // Gone elsewhere, it is done with.
  await editor.node("Alpha").click();
  await expect(search).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog").getByText("Find a node by its name")).toBeVisible();
});
