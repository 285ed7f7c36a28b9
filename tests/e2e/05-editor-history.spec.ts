import type { Page } from "@playwright/test";
import {
  chain,
  dragBy,
  edge,
  editorOf,
  makeScenario,
  openEditor,
  signIn,
  stored,
  trigger,
  webhook,
} from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

/** Two ways lead into Gamma, one leads out of it. */
const join = () => ({
  nodes: [
    trigger("t", 0, 96),
    webhook("a", "Alpha", 360, 0),
    webhook("b", "Beta", 360, 200),
    webhook("c", "Gamma", 720, 96),
    webhook("d", "Delta", 1080, 96),
  ],
  edges: [edge("t", "a"), edge("t", "b"), edge("a", "c"), edge("b", "c"), edge("c", "d")],
});

const connections = async (page: Page) => {
  const labels = editorOf(page).edges.evaluateAll((edges) =>
    edges.map((each) => each.getAttribute("aria-label")),
  );
  return (await labels).sort();
};

const ways: [way: string, remove: (page: Page) => Promise<void>][] = [
  ["Delete", (page) => page.keyboard.press("Delete")],
  ["Backspace", (page) => page.keyboard.press("Backspace")],
  ["the button", (page) => page.getByRole("button", { name: "Delete node" }).click()],
  [
    "the context menu",
    async (page) => {
      await editorOf(page).node("Gamma").click({ button: "right" });
      await page.getByRole("menuitem", { name: /^Delete/ }).click();
    },
  ],
];

test("by key, button and context menu, a deletion is the same one entry; undo brings back each connection with its port", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, join());
  const before = (await stored(page, baseURL, id)).graph;
  const editor = await openEditor(page, id);
  for (const [way, remove] of ways) {
    await editor.node("Gamma").click();
    await remove(page);
    await expect(editor.nodes, way).toHaveCount(4);
    expect(await connections(page), way).toEqual([
      "Connection from Alpha to Delta",
      "Connection from Beta to Delta",
      "Connection from Order Created (Instant) to Alpha",
      "Connection from Order Created (Instant) to Beta",
    ]);
    await expect(editor.announcement, way).toHaveText("Gamma deleted.");
    await editor.undo.click();
    await expect(editor.nodes, way).toHaveCount(5);
    await expect(editor.undo, way).toBeDisabled();
    await editor.saved();
    expect((await stored(page, baseURL, id)).graph, way).toEqual(before);
  }
  await editor.redo.click();
  await expect(editor.nodes).toHaveCount(4);
  await editor.saved();
  expect((await stored(page, baseURL, id)).graph.edges).toHaveLength(4);
});

test("undone once, an insertion leaves exactly the former graph; redone, exactly the later one", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const before = (await stored(page, baseURL, id)).graph;
  const editor = await openEditor(page, id);
  await page.getByRole("button", { name: "Insert between Alpha and Beta" }).click();
  await page.getByRole("menuitem", { name: "Send Webhook" }).click();
  await expect(editor.nodes).toHaveCount(4);
  await editor.saved();
  const after = (await stored(page, baseURL, id)).graph;
  await editor.undo.click();
  await editor.saved();
  expect((await stored(page, baseURL, id)).graph).toEqual(before);
  await editor.redo.click();
  await editor.saved();
  expect((await stored(page, baseURL, id)).graph).toEqual(after);
});

test("dragging a group is one entry; hovering, its frames and measuring are none", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await editor.node("Beta").hover();
  await editor.node("Alpha").click();
  await editor.node("Beta").click({ modifiers: ["Control"] });
  await expect(editor.selected).toHaveCount(2);
  await editor.node("Alpha").hover();
  await page.mouse.down();
  for (let step = 1; step <= 5; step++) {
    await page.mouse.move(500 + step * 10, 300 + step * 10, { steps: 3 });
  }
  await expect(editor.undo).toBeDisabled();
  expect((await stored(page, baseURL, id)).revision).toBe(1);
  await page.mouse.up();
  await editor.saved();
  const [, a, b] = (await stored(page, baseURL, id)).graph.nodes;
  expect(a?.position).not.toEqual({ x: 360, y: 0 });
  // They moved together.
  expect((b?.position?.x ?? 0) - (a?.position?.x ?? 0)).toBe(360);
  await editor.undo.click();
  await editor.saved();
  const { nodes } = (await stored(page, baseURL, id)).graph;
  expect(nodes.map(({ position }) => position?.x)).toEqual([0, 360, 720]);
  await expect(editor.undo).toBeDisabled();
});

test("each drag is an entry of its own, however quickly one follows the other", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await dragBy(page, editor.node("Alpha"), { x: 0, y: 120 });
  const beta = await editor.node("Beta").boundingBox();
  await page.mouse.move((beta?.x ?? 0) + 60, (beta?.y ?? 0) + 20);
  await page.mouse.down();
  await page.mouse.move((beta?.x ?? 0) + 60, (beta?.y ?? 0) + 140, { steps: 3 });
  await page.mouse.up();
  await editor.undo.click();
  await editor.saved();
  const [, a, b] = (await stored(page, baseURL, id)).graph.nodes;
  expect(b?.position).toEqual({ x: 720, y: 0 });
  expect(a?.position).not.toEqual({ x: 360, y: 0 });
});

test("a burst of typing is one entry in every field", async ({ page, baseURL }) => {
  const graph = chain();
  Object.assign(graph.nodes[1]?.config ?? {}, { headers: { "X-A": "one" } });
  const id = await makeScenario(page, baseURL, graph);
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  for (const label of ["Webhook URL", "Timeout (seconds)", "Value of X-A", "Note"]) {
    const field = page.getByLabel(label, { exact: true });
    const before = await field.inputValue();
    await field.click();
    await page.keyboard.press("End");
    await page.keyboard.type("0123", { delay: 15 });
    await expect(field).toHaveValue(`${before}0123`);
    await editor.undo.click();
    await expect(field).toHaveValue(before);
    await expect(editor.undo, label).toBeDisabled();
  }
});

test("Shift+Z redoes in either case of the letter, and the first edit clears what could be redone", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await editor.node("Beta").click();
  await page.keyboard.press("Delete");
  for (const letter of ["z", "Z"]) {
    await page.keyboard.press("Control+z");
    await expect(editor.nodes).toHaveCount(3);
    await page.keyboard.press(`Control+Shift+${letter}`);
    await expect(editor.nodes).toHaveCount(2);
  }
  await page.keyboard.press("Control+z");
  await expect(editor.redo).toBeEnabled();
  await editor.node("Alpha").click();
  await editor.name.click();
  await page.keyboard.press("x");
  // At once, not when the typing pauses.
  expect(await editor.redo.isDisabled()).toBe(true);
});

test("opening begins a new history: undo takes back nothing that was there before", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain(), "Opened anew");
  let editor = await openEditor(page, id);
  await editor.node("Beta").click();
  await page.keyboard.press("Delete");
  await editor.saved();
  await page.getByRole("link", { name: "Back to scenarios" }).click();
  await page.getByRole("link", { name: "Opened anew" }).first().click();
  await expect(editor.nodes).toHaveCount(2);
  await expect(editor.undo).toBeDisabled();
  await page.keyboard.press("Control+z");
  await expect(editor.announcement).toHaveText("Nothing to be undone.");
  editor = await openEditor(page, id);
  await page.keyboard.press("Control+z");
  await expect(editor.nodes).toHaveCount(2);
});
