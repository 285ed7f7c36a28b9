import type { Page } from "@playwright/test";
import {
  activate,
  call,
  chain,
  editorOf,
  makeScenario,
  openEditor,
  saveElsewhere,
  signIn,
  stored,
} from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

const SAVES = /\/api\/v1\/scenarios\/[^/]+\/(operations|draft)$/;

/** The server refuses every save until the returned function is called. */
async function refuseSaves(page: Page): Promise<() => Promise<void>> {
  await page.route(SAVES, (route) => route.fulfill({ status: 503, body: "down" }));
  return () => page.unroute(SAVES);
}

/** Types a name for a node without waiting for anything. */
async function typeName(page: Page, node: string, name: string) {
  await editorOf(page).node(node).click();
  await editorOf(page).name.fill(name);
}

const nameOf = async (page: Page, baseURL: string | undefined, id: string, at: number) =>
  (await stored(page, baseURL, id)).graph.nodes[at]?.name;

test("the indicator is one of Saving, Saved at, Not saved and why, and tells what the server has", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  const { state } = editor;
  await expect(state).toHaveText("Saved");
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(SAVES, async (route) => {
    await gate;
    await route.continue();
  });
  await typeName(page, "Alpha", "One");
  await expect(state).toHaveText("Saving");
  expect(await nameOf(page, baseURL, id, 1)).toBe("Alpha");
  release();
  await expect(state).toHaveText(/^Saved \d\d:\d\d$/);
  expect(await nameOf(page, baseURL, id, 1)).toBe("One");
  await page.unroute(SAVES);

  const accept = await refuseSaves(page);
  await editor.name.fill("Two");
  await expect(state).toHaveText(/^Not saved/);
  await expect(page.getByRole("alert").filter({ hasText: /Not saved: .+/ })).toBeVisible();
  expect(await nameOf(page, baseURL, id, 1)).toBe("One");
  await accept();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(state).toHaveText(/^Saved \d\d:\d\d$/);
  await expect(page.getByRole("alert").filter({ hasText: /Not saved: / })).toHaveCount(0);
  expect(await nameOf(page, baseURL, id, 1)).toBe("Two");
});

test("a slow save, Ctrl S and more typing stay in order, and activating publishes the last of it", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  await openEditor(page, id);
  let delayMs = 1200;
  await page.route(SAVES, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    delayMs = 0;
    await route.continue();
  });
  await typeName(page, "Alpha", "First");
  await page.keyboard.press("Control+s");
  await editorOf(page).name.fill("Second");
  await page.keyboard.press("Control+s");
  await editorOf(page).name.fill("Third");
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("button", { name: "Deactivate" })).toBeVisible();
  const { json } = await call<{ graph: { nodes: { name?: string }[] } }>(
    page,
    baseURL,
    "GET",
    `/scenarios/${id}/versions/1`,
  );
  expect(json.graph.nodes[1]?.name).toBe("Third");
  expect(await nameOf(page, baseURL, id, 1)).toBe("Third");
});

test("leaving by the back link, by Runs or by Back right after typing keeps all of it", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain(), "Left in a hurry");
  const isStored = (name: string) =>
    expect.poll(() => nameOf(page, baseURL, id, 1), { timeout: 5000 }).toBe(name);
  await openEditor(page, id);
  await typeName(page, "Alpha", "By link");
  await page.getByRole("link", { name: "Back to scenarios" }).click();
  await isStored("By link");
  await page.getByRole("link", { name: "Left in a hurry" }).first().click();
  await typeName(page, "By link", "By Runs");
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await isStored("By Runs");
  await page.goBack();
  await typeName(page, "By Runs", "By Back");
  // The cursor is still in this field when the page goes.
  await page.getByLabel("Secret", { exact: true }).fill("typed to the last moment");
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Scenarios" })).toBeVisible();
  await isStored("By Back");
  await expect
    .poll(async () => (await stored(page, baseURL, id)).graph.nodes[1]?.config.secret)
    .toBeDefined();
});

test("closing the tab, or a link, away from what is not saved asks first", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  const accept = await refuseSaves(page);
  await typeName(page, "Alpha", "Unsaved");
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Stay here" }).click();
  await expect(editor.node("Unsaved")).toBeVisible();
  await accept();
  await page.getByRole("button", { name: "Try again" }).click();
  await editor.saved();
  // Half-typed JSON is in no document, so nothing but a question can keep it.
  await page.getByRole("button", { name: "Edit headers as JSON" }).click();
  await page.getByLabel("JSON of the headers").fill('{"X-A": ');
  await page.getByRole("link", { name: "Back to scenarios" }).click();
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/scenarios$/);
});

test.describe("after somebody else has saved", () => {
  const theirs = (name: string) => (graph: { nodes: { name?: string }[] }) => {
    Object.assign(graph.nodes[2] ?? {}, { name });
  };

  test("every panel says that nothing is saved, typing changes that not, and theirs can be taken", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    await call(page, baseURL, "POST", `/scenarios/${id}/test`, {});
    const editor = await openEditor(page, id);
    await saveElsewhere(page, baseURL, id, theirs("Theirs"));
    await typeName(page, "Alpha", "Mine");
    const alert = page.getByRole("alert").filter({ hasText: "changed elsewhere" });
    await expect(alert).toBeVisible();
    await page.keyboard.type(" and more");
    await page.keyboard.press("Control+s");
    await expect(editor.state).toHaveText("Not saved: changed elsewhere");
    await page.getByRole("button", { name: "Last runs" }).click();
    await page.getByRole("region", { name: "Last runs" }).getByRole("listitem").first().click();
    await expect(page.getByText("You see a run, not the draft.")).toBeVisible();
    await expect(alert).toBeVisible();
    await expect(editor.state).toHaveText("Not saved: changed elsewhere");
    await page.getByRole("button", { name: "Back to the draft" }).click();
    await expect(alert).toBeVisible();
    expect(await nameOf(page, baseURL, id, 1)).toBe("Alpha");
    await page.getByRole("button", { name: "Compare and decide" }).click();
    await page.getByRole("button", { name: "Take theirs, drop mine" }).click();
    await expect(editor.node("Theirs")).toBeVisible();
    await expect(editor.node("Alpha")).toBeVisible();
    await expect(alert).toBeHidden();
    // Undo can't bring the dropped document back over theirs.
    await expect(editor.undo).toBeDisabled();
    await typeName(page, "Alpha", "Goes on");
    await editor.saved();
    expect(await nameOf(page, baseURL, id, 2)).toBe("Theirs");
  });

  test("a second save elsewhere during the comparison is shown before mine replaces it, and mine stays", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await saveElsewhere(page, baseURL, id, theirs("Second"));
    await typeName(page, "Alpha", "Mine");
    await page.getByRole("button", { name: "Compare and decide" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("“Beta” was renamed to “Second”")).toBeVisible();
    await saveElsewhere(page, baseURL, id, theirs("Third"));
    await dialog.getByRole("button", { name: "Keep mine, replace theirs" }).click();
    await expect(dialog.getByText("“Beta” was renamed to “Third”")).toBeVisible();
    await expect(dialog.getByText("“Alpha” was renamed to “Mine”")).toBeVisible();
    expect(await nameOf(page, baseURL, id, 2)).toBe("Third");
    await dialog.getByRole("button", { name: "Keep mine, replace theirs" }).click();
    await expect(dialog).toBeHidden();
    await editor.saved();
    const { nodes } = (await stored(page, baseURL, id)).graph;
    expect(nodes.map(({ name }) => name)).toEqual([undefined, "Mine", "Beta"]);
  });
});

test("alone, one never meets a conflict: not by saving, renaming, running, publishing or pausing", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  await activate(page, baseURL, id);
  const editor = await openEditor(page, id);
  await typeName(page, "Alpha", "One");
  await page.getByLabel("Scenario name").fill("Renamed");
  await page.keyboard.press("Enter");
  await editor.node("One").click();
  await editor.name.fill("Two");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "With the sample order" }).click();
  await page.getByRole("button", { name: "Back to the draft" }).click();
  await call(page, baseURL, "POST", "/orders/mock", {});
  await typeName(page, "Two", "Three");
  await page.getByRole("button", { name: "Publish changes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("button", { name: "Deactivate" }).click();
  await typeName(page, "Three", "Four");
  await editor.saved();
  // The tab asks every few seconds what the server has.
  await page.waitForResponse((response) => response.url().endsWith("/presence"));
  await editor.saved();
  await expect(page.getByText(/changed elsewhere/)).toHaveCount(0);
  expect(await nameOf(page, baseURL, id, 1)).toBe("Four");
});
