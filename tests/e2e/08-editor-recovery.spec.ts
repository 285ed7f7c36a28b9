import type { Page } from "@playwright/test";
import { chain, makeScenario, openEditor, signIn, stored } from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(({ page, baseURL }) => signIn(page, baseURL));

const SAVES = "**/api/v1/scenarios/*/operations";

/** From now on no save reaches the server; what it answers with may be shown as an error. */
const cutOff = (page: Page) => page.route(SAVES, (route) => route.abort());
const connect = (page: Page) => page.unroute(SAVES);
const offerOf = (page: Page) => page.getByRole("region", { name: "Unsaved changes" });

/** Everything that the tab keeps in the browser. */
const storageOf = (page: Page) =>
  page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));

test("unsaved work outlives a reload, without its secrets, and comes back as an edit when it is asked for", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  page.on("dialog", (dialog) => dialog.accept());
  await cutOff(page);
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  await page.getByLabel("Node name").fill("Kept");
  await page.getByRole("textbox", { name: "Secret" }).fill("top-secret");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("alert").filter({ hasText: "Not saved" })).toBeVisible();
  await page.reload();
  await expect(editor.node("Alpha")).toBeVisible();
  expect(await storageOf(page)).toContain("Kept");
  expect(await storageOf(page)).not.toContain("top-secret");

  const offer = offerOf(page);
  await expect(offer).toContainText(/Unsaved changes from \d\d:\d\d were kept in this tab\./);
  await expect(offer).toContainText("enter again: Secret of “Kept”");
  await offer.getByRole("button", { name: "Show them" }).click();
  await expect(offer.getByText("“Alpha” was renamed to “Kept”")).toBeVisible();
  // Offered only: nothing was changed by itself.
  expect((await stored(page, baseURL, id)).revision).toBe(1);

  await connect(page);
  await offer.getByRole("button", { name: "Restore them" }).click();
  await expect(editor.node("Kept")).toBeVisible();
  await editor.saved();
  expect((await stored(page, baseURL, id)).graph.nodes[1]?.name).toBe("Kept");
  await editor.undo.click();
  await expect(editor.node("Alpha")).toBeVisible();
  await editor.redo.click();
  await editor.saved();

  await page.reload();
  await expect(editor.node("Kept")).toBeVisible();
  await expect(offer).toBeHidden();
  expect(await storageOf(page)).not.toContain("unsaved-scenario");
});

test("work that no longer fits changes nothing, and can be saved as a copy", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain(), "Taken");
  page.on("dialog", (dialog) => dialog.accept());
  await cutOff(page);
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  await page.getByLabel("Node name").fill("Mine");
  await expect(page.getByRole("alert").filter({ hasText: "Not saved" })).toBeVisible();
  await page.goto("about:blank");
  const answer = await page.request.post(`${baseURL}/api/v1/scenarios/${id}/operations`, {
    data: { baseRevision: 1, operations: [{ type: "renameNode", nodeId: "a", name: "Theirs" }] },
    headers: { origin: String(baseURL) },
  });
  expect(answer.ok()).toBe(true);
  await connect(page);
  await openEditor(page, id);

  const offer = offerOf(page);
  await expect(offer).toContainText("no longer fit: “Alpha” was changed since.");
  await expect(offer.getByRole("button", { name: "Restore them" })).toBeHidden();
  await offer.getByRole("button", { name: "Save them as a copy" }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(editor.node("Mine")).toBeVisible();
  expect((await stored(page, baseURL, id)).graph.nodes[1]?.name).toBe("Theirs");
});

test("what is discarded is gone, and the draft on the server stays", async ({ page, baseURL }) => {
  const id = await makeScenario(page, baseURL, chain());
  page.on("dialog", (dialog) => dialog.accept());
  await cutOff(page);
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  await page.getByLabel("Node name").fill("Unwanted");
  await expect(page.getByRole("alert").filter({ hasText: "Not saved" })).toBeVisible();
  await page.reload();
  await offerOf(page).getByRole("button", { name: "Discard" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await expect(offerOf(page)).toBeHidden();
  expect(await storageOf(page)).not.toContain("unsaved-scenario");
  await page.reload();
  await expect(editor.node("Alpha")).toBeVisible();
  await expect(offerOf(page)).toBeHidden();
  expect(await stored(page, baseURL, id)).toMatchObject({ revision: 1 });
});
