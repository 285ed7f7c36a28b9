import {
  call,
  chain,
  clickConnection,
  drag,
  edge,
  makeScenario,
  openEditor,
  settledBox,
  signIn,
  stored,
  trigger,
  webhook,
} from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

const withHeader = () => {
  const graph = chain();
  Object.assign(graph.nodes[1]?.config ?? {}, { headers: { "X-A": "one" } });
  return graph;
};

test("in every field, Backspace and Delete, with Ctrl, Shift or none, edit its text and nothing else", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, withHeader());
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  const focused = page.locator(":focus");
  for (const label of [
    "Node name",
    "Webhook URL",
    "Secret",
    "Name of X-A",
    "Retry attempts",
    "Timeout (seconds)",
    "Note",
    "Scenario name",
    "Search operations",
  ]) {
    await page.getByLabel(label, { exact: true }).click();
    await page.keyboard.press("End");
    await page.keyboard.type("123");
    await page.keyboard.press("Backspace");
    await expect(focused, label).toHaveValue(/12$/);
    await page.keyboard.press("Shift+Backspace");
    await expect(focused, label).toHaveValue(/1$/);
    await page.keyboard.press("Control+Backspace");
    await page.keyboard.press("Delete");
    await expect(focused, label).not.toHaveValue(/1$/);
    await expect(editor.nodes, label).toHaveCount(3);
  }
});

test("in the JSON of headers and settings, too", async ({ page, baseURL }) => {
  const id = await makeScenario(page, baseURL, withHeader());
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  for (const [show, label] of [
    ["Edit headers as JSON", "JSON of the headers"],
    ["Show the settings as JSON", "Settings as JSON"],
  ] as const) {
    await page.getByRole("button", { name: show }).click();
    await page.getByLabel(label).click();
    await page.keyboard.press("Control+End");
    for (const press of ["Backspace", "Shift+Backspace", "Control+Backspace", "Delete"]) {
      await page.keyboard.press(press);
    }
    await expect(page.getByText(/not complete JSON yet.*line \d+, column \d+/)).toBeVisible();
    await page.keyboard.type("}");
    await expect(editor.nodes).toHaveCount(3);
    await page.getByLabel(label).fill("{}");
  }
});

test("in a field, Ctrl A, C, X, V and Z act on its text, never on nodes", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await editor.node("Beta").click();
  await page.keyboard.press("ArrowDown");
  await editor.node("Alpha").click();
  await editor.name.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await page.keyboard.press("End");
  await page.keyboard.press("Control+v");
  await expect(editor.name).toHaveValue("AlphaAlpha");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+x");
  await expect(editor.name).toHaveValue("");
  await expect(editor.selected).toHaveCount(1);
  await expect(editor.nodes).toHaveCount(3);
  // Its own text comes back; the move of a node that was before it does not.
  for (let at = 0; at < 4; at++) await page.keyboard.press("Control+z");
  await expect(editor.name).toHaveValue("Alpha");
  await expect(editor.undo).toBeEnabled();
  await editor.saved();
  const moved = (await stored(page, baseURL, id)).graph.nodes[2]?.position?.y;
  expect(moved).toBeGreaterThan(0);
  // A field that is no part of the document has its own undo.
  await page.getByLabel("Search operations").click();
  await page.keyboard.type("web");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await editor.saved();
  expect((await stored(page, baseURL, id)).graph.nodes[2]?.position?.y).toBe(moved);
  await editor.undo.click();
  await editor.saved();
  expect((await stored(page, baseURL, id)).graph.nodes[2]?.position?.y).toBe(0);
});

test("with text selected, copying, cutting and selecting are about that text, until a node is clicked", async ({
  page,
  baseURL,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  const { x, y } = await settledBox(editor.inspector.getByRole("heading", { level: 2 }));
  await drag(page, { x: x + 1, y: y + 8 }, { x: x + 120, y: y + 8 });
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.keyboard.press("Control+c");
  expect((await clipboard()).trim()).toBe("Alpha");
  await page.keyboard.press("Control+x");
  await page.keyboard.press("Control+v");
  await page.keyboard.press("Control+a");
  await expect(editor.nodes).toHaveCount(3);
  await expect(editor.selected).toHaveCount(1);
  await editor.node("Beta").click();
  await page.keyboard.press("Control+c");
  await expect(editor.announcement).toHaveText("1 node copied.");
  expect(await clipboard()).toContain('"Beta"');
});

test("no shortcut of the editor fires while a field or a control has the focus", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await editor.node("Trigger").click();
  const choice = page.getByRole("combobox", { name: "Connect to another node" });
  const strokes = ["a", "i", "?", "Shift+T", "Shift+!", "Control+d", "Control+e"];
  await choice.focus();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Delete");
  await editor.node("Alpha").click();
  await editor.name.click();
  await page.keyboard.press("End");
  for (const stroke of strokes) {
    await page.keyboard.press(stroke);
    await expect(editor.name, stroke).toBeFocused();
  }
  await expect(editor.name).toHaveValue("Alphaai?T!");
  await page.getByRole("switch", { name: "Switched on" }).focus();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("a");
  await expect(page.getByRole("switch", { name: "Switched on" })).toBeFocused();
  await expect(editor.nodes).toHaveCount(3);
  await expect(editor.edges).toHaveCount(2);
  await expect(page.getByText("Switched off")).toHaveCount(0);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("Delete and Backspace remove what is selected: nodes and connections", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  for (const key of ["Delete", "Backspace"]) {
    await clickConnection(page, "Alpha", "Beta");
    await page.keyboard.press(key);
    await expect(editor.announcement).toHaveText("1 connection deleted.");
    await expect(editor.edges).toHaveCount(1);
    await page.keyboard.press("Control+z");
    await expect(editor.edges).toHaveCount(2);
    await editor.node("Alpha").click();
    await editor.node("Beta").click({ modifiers: ["Control"] });
    await page.keyboard.press(key);
    await expect(editor.announcement).toHaveText("2 nodes deleted.");
    await page.keyboard.press("Control+z");
    await expect(editor.nodes).toHaveCount(3);
  }
});

test("the Tab key goes from node to node in the order of the flow, whatever the order of the document", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, {
    nodes: [
      webhook("c", "Gamma", 1080),
      webhook("b", "Beta", 720),
      trigger(),
      webhook("a", "Alpha", 360),
    ],
    edges: [edge("b", "c"), edge("a", "b"), edge("t", "a")],
  });
  const editor = await openEditor(page, id);
  await editor.node("Trigger").focus();
  const seen: string[] = [];
  for (let at = 0; at < 12 && seen.at(-1) !== "c"; at++) {
    const node = await page.locator(":focus").getAttribute("data-id");
    if (node !== null) seen.push(node);
    await page.keyboard.press("Tab");
  }
  expect(seen).toEqual(["t", "a", "b", "c"]);
});

test("changes of status are announced", async ({ page, baseURL }) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(editor.announcement).toHaveText("The scenario is active.");
  await editor.bar.getByRole("button", { name: "Deactivate" }).click();
  await expect(editor.announcement).toHaveText(/The scenario is paused/);
  await call(page, baseURL, "POST", `/scenarios/${id}/test`, {});
  await page.getByRole("button", { name: "Last runs" }).click();
  await page.getByRole("region", { name: "Last runs" }).getByRole("listitem").first().click();
  await expect(editor.announcement).toHaveText("Run failed.");
});

test("Escape leads from the settings to the node, and there to nothing being selected; the focus is never lost", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, withHeader());
  const editor = await openEditor(page, id);
  const alpha = editor.node("Alpha");
  await alpha.click();
  for (const label of ["Node name", "Webhook URL", "Secret", "Name of X-A", "Retry attempts"]) {
    await page.getByLabel(label, { exact: true }).click();
    await page.keyboard.press("Escape");
    await expect(alpha, label).toBeFocused();
    await expect(editor.name, label).toHaveValue("Alpha");
  }
  await page.getByRole("button", { name: "Show the settings as JSON" }).click();
  await page.getByLabel("Settings as JSON").click();
  await page.keyboard.press("Escape");
  await expect(alpha).toBeFocused();
  // From there the keyboard goes on as from any node.
  await page.keyboard.press("Escape");
  await expect(editor.selected).toHaveCount(0);
  await expect(alpha).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(editor.name).toHaveValue("Alpha");
  await expect(editor.undo).toBeDisabled();
});

test("what Escape closes or takes back in the settings, it leaves the settings for afterwards", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  const secret = page.getByLabel("Secret", { exact: true });
  await editor.node("Alpha").click();
  await secret.fill("half of it");
  await page.keyboard.press("Escape");
  await expect(secret).toHaveValue("");
  await expect(secret).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(editor.node("Alpha")).toBeFocused();

  await editor.node("Trigger").click();
  const choice = page.getByRole("combobox", { name: "Connect to another node" });
  await choice.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await expect(choice).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(editor.node("Trigger")).toBeFocused();
});

test("deleted with the focus on it, a node leaves the focus to the canvas", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  await page.keyboard.press("Delete");
  await expect(editor.nodes).toHaveCount(2);
  await expect(page.locator("[data-canvas]")).toBeFocused();
});
