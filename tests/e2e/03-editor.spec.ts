import {
  chain,
  drag,
  edge,
  makeScenario,
  middleOf,
  openEditor,
  settledBox,
  signIn,
  stored,
  trigger,
  webhook,
} from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

test.describe("undo", () => {
  test("a deleted node comes back with every connection, and redo removes them again", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await page.keyboard.press("Backspace");
    await expect(editor.nodes).toHaveCount(2);
    // What led to it leads to what followed.
    await expect(editor.edges).toHaveCount(1);
    await expect(editor.announcement).toHaveText("Alpha deleted.");
    await page.keyboard.press("Control+z");
    await expect(editor.nodes).toHaveCount(3);
    await expect(editor.edges).toHaveCount(2);
    await page.keyboard.press("Control+Shift+Z");
    await expect(editor.nodes).toHaveCount(2);
    await editor.saved();
    const { graph } = await stored(page, baseURL, id);
    expect(graph.edges.map(({ source, target }) => [source, target])).toEqual([["t", "b"]]);
  });

  test("a node inserted on a connection is one entry", async ({ page, baseURL }) => {
    const before = chain();
    const id = await makeScenario(page, baseURL, before);
    const editor = await openEditor(page, id);
    await page.getByRole("button", { name: "Insert between Alpha and Beta" }).click();
    await page.getByRole("menuitem", { name: "Send Webhook" }).click();
    await expect(editor.nodes).toHaveCount(4);
    await expect(editor.edges).toHaveCount(3);
    await editor.undo.click();
    await expect(editor.nodes).toHaveCount(3);
    await editor.saved();
    const { graph } = await stored(page, baseURL, id);
    expect(graph.edges).toMatchObject(before.edges);
    await editor.redo.click();
    await expect(editor.nodes).toHaveCount(4);
  });

  test("typing is one entry, and the selection makes none", async ({ page, baseURL }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await editor.node("Beta").click();
    await editor.node("Alpha").click();
    await expect(editor.undo).toBeDisabled();
    await page.getByLabel("Node name").click();
    await page.keyboard.press("End");
    await page.keyboard.type(" and more", { delay: 10 });
    await expect(page.getByLabel("Node name")).toHaveValue("Alpha and more");
    await page.keyboard.press("Control+z");
    await expect(page.getByLabel("Node name")).toHaveValue("Alpha");
    await expect(editor.undo).toBeDisabled();
  });

  test("moves by arrow key are saved and undone like drags", async ({ page, baseURL }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await page.keyboard.press("ArrowDown");
    await editor.saved();
    const moved = (await stored(page, baseURL, id)).graph.nodes.find((node) => node.id === "a");
    expect(moved?.position?.y).toBeGreaterThan(0);
    await editor.undo.click();
    await expect(async () => {
      const { graph } = await stored(page, baseURL, id);
      expect(graph.nodes.find((node) => node.id === "a")?.position).toEqual({ x: 360, y: 0 });
    }).toPass();
  });
});

test.describe("the keyboard in a field", () => {
  test("acts on text, never on nodes", async ({ page, baseURL }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    const name = page.getByLabel("Node name");
    await name.click();
    for (const press of ["Backspace", "Control+Backspace", "Shift+Backspace", "Delete"]) {
      await page.keyboard.press(press);
    }
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");
    await page.keyboard.press("a");
    await page.keyboard.press("Control+v");
    await expect(editor.nodes).toHaveCount(3);
    await expect(name).toBeFocused();
  });
});

test.describe("connections", () => {
  test("a circle is refused while it is drawn, with the reason", async ({ page, baseURL }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    const from = await settledBox(editor.node("Beta").locator(".react-flow__handle.source"));
    const to = await settledBox(editor.node("Alpha").locator(".react-flow__handle.target"));
    await page.mouse.move(middleOf(from).x, middleOf(from).y);
    await page.mouse.down();
    await page.mouse.move(middleOf(to).x, middleOf(to).y, { steps: 12 });
    await expect(
      page.getByText("Connecting “Beta” to “Alpha” would make a circle").first(),
    ).toBeVisible();
    await page.mouse.up();
    await expect(editor.edges).toHaveCount(2);
  });

  test("dropped into the empty canvas, a connection asks for the next step", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, {
      nodes: [trigger(), webhook("a", "Alpha", 360)],
      edges: [edge("t", "a")],
    });
    const editor = await openEditor(page, id);
    const from = middleOf(
      await settledBox(editor.node("Alpha").locator(".react-flow__handle.source")),
    );
    await drag(page, from, { x: from.x - 60, y: from.y + 180 });
    await page.getByRole("menuitem", { name: "Send Webhook" }).click();
    await expect(editor.nodes).toHaveCount(3);
    await expect(editor.edges).toHaveCount(2);
  });
});

test.describe("copy and paste", () => {
  test("a pasted copy has an id of its own, is offset, selected alone, and one entry", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await editor.node("Beta").click({ modifiers: ["Control"] });
    await page.keyboard.press("Control+c");
    await page.keyboard.press("Control+v");
    await expect(editor.nodes).toHaveCount(5);
    await expect(page.locator(".react-flow__node.selected")).toHaveCount(2);
    await editor.saved();
    const { nodes, edges } = (await stored(page, baseURL, id)).graph;
    expect(new Set(nodes.map((node) => node.id)).size).toBe(5);
    expect(nodes[3]?.position).toEqual({ x: 400, y: 40 });
    expect(edges).toHaveLength(3);
    await page.keyboard.press("Control+z");
    await expect(editor.nodes).toHaveCount(3);
  });

  test("between scenarios it takes everything but secrets, and says so", async ({
    page,
    baseURL,
  }) => {
    const graph = chain();
    Object.assign(graph.nodes[1]?.config ?? {}, { secret: "the secret of alpha" });
    const first = await makeScenario(page, baseURL, graph);
    const second = await makeScenario(page, baseURL, { nodes: [trigger()], edges: [] });
    let editor = await openEditor(page, first);
    await editor.node("Alpha").click();
    await page.keyboard.press("Control+c");
    editor = await openEditor(page, second);
    await page.keyboard.press("Control+v");
    await expect(editor.node("Alpha")).toBeVisible();
    await expect(page.getByText(/Enter the secrets of “Alpha” again/)).toBeVisible();
    await editor.saved();
    const [, pasted] = (await stored(page, baseURL, second)).graph.nodes;
    expect(pasted?.config).not.toHaveProperty("secret");
  });

  test("foreign text changes nothing and says what is wrong", async ({ page, baseURL }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", '{"hello":1}');
      document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    });
    await expect(page.getByText("The clipboard holds no nodes of a scenario.")).toBeVisible();
    await expect(editor.undo).toBeDisabled();
  });

  test("where the browser refuses the clipboard, the menu says what to press instead", async ({
    page,
    baseURL,
  }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click({ button: "right" });
    await page.getByRole("menuitem", { name: /^Cut/ }).click();
    await expect(page.getByText(/The browser refuses access to the clipboard/)).toBeVisible();
    await expect(editor.nodes).toHaveCount(3);
  });
});

test("a drop lands under the pointer at any zoom and pan", async ({ page, baseURL }) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  const canvas = await settledBox(editor.pane);
  for (const [count, wheel] of [
    [4, 0],
    [5, 400],
    [6, -700],
  ] as const) {
    await page.mouse.move(canvas.x + 200, canvas.y + 300);
    await page.mouse.wheel(0, wheel);
    await settledBox(editor.nodes.first());
    const target = { x: canvas.x + 260, y: canvas.y + 470 };
    await page
      .getByRole("button", { name: "Add Send Webhook" })
      .dragTo(editor.pane, { targetPosition: { x: 260, y: 470 } });
    await expect(editor.nodes).toHaveCount(count);
    const fresh = middleOf(await settledBox(page.locator(".react-flow__node.selected")));
    // Its grid is 8 px at most.
    expect(Math.abs(fresh.x - target.x)).toBeLessThan(12);
    expect(Math.abs(fresh.y - target.y)).toBeLessThan(12);
    await page.keyboard.press("Escape");
  }
});

test.describe("settings", () => {
  test("two nodes of one kind show each its own values, and looking saves nothing", async ({
    page,
    baseURL,
  }) => {
    const graph = chain();
    Object.assign(graph.nodes[2]?.config ?? {}, { webhookUrl: "http://127.0.0.1:9/beta" });
    const id = await makeScenario(page, baseURL, graph);
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await expect(page.getByLabel("Webhook URL")).toHaveValue("http://127.0.0.1:9/hook");
    await editor.node("Beta").click();
    await expect(page.getByLabel("Webhook URL")).toHaveValue("http://127.0.0.1:9/beta");
    await expect(editor.undo).toBeDisabled();
    expect((await stored(page, baseURL, id)).revision).toBe(1);
  });

  test("half-typed JSON survives a click elsewhere, counts as a problem, and is not called saved", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await page.getByRole("button", { name: "Edit headers as JSON" }).click();
    await page.getByLabel("JSON of the headers").fill('{"X-A": "1", ');
    await editor.node("Beta").click();
    await expect(page.getByRole("button", { name: "1 problem", exact: true })).toBeVisible();
    await editor.node("Alpha").click();
    await expect(page.getByLabel("JSON of the headers")).toHaveValue('{"X-A": "1", ');
    await expect(page.getByText(/not complete JSON yet.*line 1/)).toBeVisible();
    await page.getByLabel("JSON of the headers").fill('{"X-A": "1"}');
    await editor.saved();
    expect((await stored(page, baseURL, id)).graph.nodes[1]?.config.headers).toEqual({
      "X-A": "1",
    });
  });

  test("the JSON of the settings and the form are the same document", async ({ page, baseURL }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await page.getByRole("button", { name: "Show the settings as JSON" }).click();
    const json = page.getByLabel("Settings as JSON");
    await expect(json).toContainText("webhookUrl");
    await json.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText('{ "webhookUrl": "http://127.0.0.1:9/json", "timeout": 7 }');
    await page.getByRole("button", { name: "Show the settings as a form" }).click();
    await expect(page.getByLabel("Webhook URL")).toHaveValue("http://127.0.0.1:9/json");
    await expect(page.getByLabel(/^Timeout/)).toHaveValue("7");
  });

  test("a secret that was generated and undone is no longer shown", async ({ page, baseURL }) => {
    const graph = chain();
    Object.assign(graph.nodes[1]?.config ?? {}, { secret: "the former secret" });
    const id = await makeScenario(page, baseURL, graph);
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await page.getByRole("button", { name: "Generate", exact: true }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Generate" }).click();
    await expect(page.getByText(/^whsec_/)).toBeVisible();
    await editor.saved();
    await expect(page.getByText(/^whsec_/)).toBeVisible();
    await editor.undo.click();
    await expect(page.getByText(/^whsec_/)).toBeHidden();
    await editor.redo.click();
    await expect(page.getByText(/^whsec_/)).toBeVisible();
  });

  test("an operation that the registry does not know is kept, named, and stops activation", async ({
    page,
    baseURL,
  }) => {
    const graph = chain();
    const unknown = {
      id: "x",
      operation: "crm.addContact",
      position: { x: 1080, y: 0 },
      config: { keep: 1 },
    };
    const id = await makeScenario(page, baseURL, {
      nodes: [...graph.nodes, unknown],
      edges: [...graph.edges, edge("b", "x")],
    });
    const editor = await openEditor(page, id);
    await editor.node("Missing operation crm.addContact").click();
    await expect(editor.inspector.getByText("Missing operation", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Activate" }).click();
    await expect(page.getByText(/"crm.addContact" does not exist here/).first()).toBeVisible();
    expect((await stored(page, baseURL, id)).graph.nodes[3]?.config).toEqual({ keep: 1 });
  });

  test("an address that the guard would refuse is warned of as it is typed", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await page.getByLabel("Webhook URL").fill("http://169.254.169.254/latest");
    await expect(page.getByText(/This instance will not send there/)).toBeVisible();
    await expect(editor.node("Alpha").getByText("Address refused")).toBeVisible();
  });
});
