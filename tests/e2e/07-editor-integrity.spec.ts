import type { Page } from "@playwright/test";
import {
  call,
  chain,
  clickConnection,
  drag,
  dragBy,
  edge,
  editorOf,
  makeScenario,
  middleOf,
  openEditor,
  settledBox,
  signIn,
  stored,
  zoomTo,
} from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

test.describe("the graph", () => {
  test("a connection drawn twice, to itself or into the trigger is refused, and makes no entry", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    const from = middleOf(await settledBox(editor.source("Alpha")));
    await drag(page, from, middleOf(await settledBox(editor.target("Beta"))));
    await expect(page.getByText("These two are connected already.")).toBeVisible();
    await drag(page, from, middleOf(await settledBox(editor.target("Alpha"))));
    await drag(page, from, middleOf(await settledBox(editor.node("Trigger"))));
    await expect(page.getByText(/is a trigger: it starts the scenario/)).toBeVisible();
    await expect(editor.edges).toHaveCount(2);
    await expect(editor.undo).toBeDisabled();
    expect((await stored(page, baseURL, id)).revision).toBe(1);
  });

  test("a connection is removed or split by its button while it is selected", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await page.keyboard.down("Control");
    await clickConnection(page, "Alpha", "Beta");
    await page.keyboard.up("Control");
    await expect(page.locator(".react-flow__edge.selected")).toHaveCount(1);
    await page.getByRole("button", { name: "Remove the connection to Beta" }).click();
    await expect(editor.edges).toHaveCount(1);
    await editor.undo.click();
    await expect(editor.edges).toHaveCount(2);
    await clickConnection(page, "Alpha", "Beta");
    await expect(page.locator(".react-flow__edge.selected")).toHaveCount(1);
    await page.getByRole("button", { name: "Insert between Alpha and Beta" }).click();
    await page.getByRole("menuitem", { name: "Send Webhook" }).click();
    await expect(editor.edges).toHaveCount(3);
    await editor.saved();
    expect((await stored(page, baseURL, id)).graph.edges).toHaveLength(3);
  });

  test("the menu of the empty canvas adds a step where it was opened, the trigger too if there is none", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, { nodes: [], edges: [] });
    await page.goto(`/scenarios/${id}`);
    const editor = editorOf(page);
    const canvas = await settledBox(editor.pane);
    const addAt = async (x: number, y: number, what: string | RegExp) => {
      await page.mouse.click(canvas.x + x, canvas.y + y, { button: "right" });
      await page.getByRole("menuitem", { name: "Add a step here" }).click();
      const item = page.getByRole("menuitem", { name: what });
      await expect(item).toBeVisible();
      await item.click();
      const fresh = middleOf(await settledBox(editor.selected));
      expect(Math.abs(fresh.x - canvas.x - x)).toBeLessThan(12);
      expect(Math.abs(fresh.y - canvas.y - y)).toBeLessThan(12);
    };
    await addAt(180, 120, /Order Created/);
    await addAt(330, 360, "Send Webhook");
    await expect(editor.edges).toHaveCount(0);
    await page.mouse.click(canvas.x + 40, canvas.y + 400, { button: "right" });
    await page.getByRole("menuitem", { name: "Add a step here" }).click();
    await expect(page.getByRole("menuitem", { name: "Send Webhook" })).toBeFocused();
    await expect(page.getByRole("menuitem", { name: /Order Created/ })).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(editor.nodes).toHaveCount(2);
  });

  test("the menu of a connection, on its line or its plus, inserts a step or deletes it", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await clickConnection(page, "Alpha", "Beta", "right");
    await page.getByRole("menuitem", { name: "Insert a step" }).click();
    await page.getByRole("menuitem", { name: "Send Webhook" }).click();
    await expect(editor.announcement).toHaveText("Send Webhook inserted.");
    await expect(editor.edges).toHaveCount(3);
    await expect(page.getByLabel("Connection from Alpha to Beta")).toHaveCount(0);
    await page
      .getByRole("button", { name: /^Insert between Order Created .* and Alpha$/ })
      .click({ button: "right" });
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(editor.announcement).toHaveText("1 connection deleted.");
    await expect(editor.edges).toHaveCount(2);
    await editor.node("Beta").click({ button: "right" });
    await expect(page.getByRole("menuitem", { name: "Duplicate" })).toBeVisible();
    await expect(page.getByRole("menuitem", { name: "Insert a step" })).toHaveCount(0);
  });

  test("any name leaves the connections as they are; a blank one is none, and the editor stays usable", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain(), "Named");
    const editor = await openEditor(page, id);
    const { edges } = (await stored(page, baseURL, id)).graph;
    await editor.node("Alpha").click();
    for (const name of ['"Alpha\'s" \\ {{b}} <b>', "Bet", "Beta"]) {
      await editor.name.fill(name);
      await expect(editor.inspector.getByRole("heading", { level: 2 })).toHaveText(name);
      await editor.saved();
      const { graph } = await stored(page, baseURL, id);
      expect(graph.nodes[1]?.name).toBe(name);
      expect(graph.edges).toEqual(edges);
    }
    await editor.name.fill("");
    await page.keyboard.type("   ");
    await expect(editor.inspector.getByRole("heading", { level: 2 })).toHaveText("Send Webhook");
    await editor.saved();
    expect((await stored(page, baseURL, id)).graph.nodes[1]).not.toHaveProperty("name");
    const scenario = page.getByLabel("Scenario name");
    await scenario.fill("   ");
    await page.keyboard.press("Enter");
    await expect(scenario).toHaveValue("Named");
    await editor.node("Beta").click();
    await expect(editor.name).toHaveValue("Beta");
  });

  test("the server refuses what the canvas refuses: a circle by both names, a connection to nowhere by its id", async ({
    page,
    baseURL,
  }) => {
    const graph = chain();
    const circle = { ...graph, edges: [...graph.edges, edge("b", "a")] };
    const id = await makeScenario(page, baseURL, circle);
    const refused = await call(page, baseURL, "POST", `/scenarios/${id}/activate`, {});
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.json)).toContain(
      "Connecting “Beta” to “Alpha” would make a circle",
    );
    const dangling = { ...graph, edges: [...graph.edges, edge("b", "gone")] };
    const path = `/scenarios/${id}/draft`;
    const answer = await call(page, baseURL, "PUT", path, { baseRevision: 1, graph: dangling });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.json)).toContain("gone");
    expect((await stored(page, baseURL, id)).revision).toBe(1);
  });
});

test("a drop lands under the pointer at a zoom of 0.25, 1 and 2, panned, and on a page that is scrolled", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  for (const [zoom, height] of [
    [0.25, 720],
    [1, 720],
    [2, 720],
    [1, 330],
  ] as const) {
    await page.setViewportSize({ width: 1280, height });
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    const { x, y, height: canvasHeight } = await settledBox(editor.pane);
    // At the foot, where the view is free of nodes.
    const foot = y + canvasHeight - 50;
    await zoomTo(page, zoom, { x: x + 300, y: foot });
    await drag(page, { x: x + 300, y: foot }, { x: x + 340, y: foot - 60 });
    const target = { x: x + 330, y: foot };
    const there = await flowPoint(page, target);
    const item = await settledBox(page.getByRole("button", { name: "Add Send Webhook" }));
    await drag(page, middleOf(item), target);
    await expect(editor.nodes).toHaveCount(4);
    await editor.saved();
    const placed = (await stored(page, baseURL, id)).graph.nodes[3]?.position;
    // The middle of its card, which is 248 by 84, to the next line of the grid, which is 8 wide.
    const off = { x: (placed?.x ?? 0) + 124 - there.x, y: (placed?.y ?? 0) + 42 - there.y };
    expect(Math.abs(off.x), `x at ${zoom}`).toBeLessThan(5);
    expect(Math.abs(off.y), `y at ${zoom}`).toBeLessThan(5);
    await editor.undo.click();
    await expect(editor.nodes).toHaveCount(3);
  }
});

/** The place on the canvas that is under a point of the screen. */
const flowPoint = (page: Page, point: { x: number; y: number }) =>
  page.locator(".react-flow__viewport").evaluate((viewport, { x, y }) => {
    const origin = viewport.closest(".react-flow")?.getBoundingClientRect() ?? { x: 0, y: 0 };
    const { a, e, f } = new DOMMatrix(getComputedStyle(viewport).transform);
    return { x: (x - origin.x - e) / a, y: (y - origin.y - f) / a };
  }, point);

for (const what of ["missing", "refused"] as const) {
  test(`a clipboard that is ${what}: the menu says what to press, and nothing is called copied`, async ({
    page,
    baseURL,
  }) => {
    await page.addInitScript((how) => {
      const refuse = () => Promise.reject(new DOMException("no", "NotAllowedError"));
      const value = how === "missing" ? undefined : { writeText: refuse, readText: refuse };
      Object.defineProperty(navigator, "clipboard", { value });
    }, what);
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    for (const command of [/^Copy/, /^Cut/]) {
      await editor.node("Alpha").click({ button: "right" });
      await page.getByRole("menuitem", { name: command }).click();
      await expect(page.getByText(/Press Ctrl C .*instead/).first()).toBeVisible();
    }
    await expect(editor.announcement).not.toHaveText(/copied/);
    await editor.pane.click({ button: "right", position: { x: 40, y: 60 } });
    await page.getByRole("menuitem", { name: /^Paste/ }).click();
    await expect(page.getByText(/Press Ctrl V .*instead/)).toBeVisible();
    await expect(editor.nodes).toHaveCount(3);
    await expect(editor.undo).toBeDisabled();
  });
}

test("a duplicate, by key or menu, is selected alone and moves alone", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const before = (await stored(page, baseURL, id)).graph;
  const editor = await openEditor(page, id);
  for (const duplicate of [
    () => page.keyboard.press("Control+d"),
    async () => {
      await editor.node("Beta").click({ button: "right" });
      await page.getByRole("menuitem", { name: /^Duplicate/ }).click();
    },
  ]) {
    await editor.node("Beta").click();
    await duplicate();
    await expect(editor.nodes).toHaveCount(4);
    await expect(editor.selected).toHaveCount(1);
    await editor.saved();
    const fresh = (await stored(page, baseURL, id)).graph.nodes[3];
    expect(fresh).toMatchObject({ name: "Beta", position: { x: 760, y: 40 } });
    expect(["t", "a", "b"]).not.toContain(fresh?.id);
    await dragBy(page, editor.selected, { x: 0, y: 120 });
    await editor.saved();
    const { nodes } = (await stored(page, baseURL, id)).graph;
    expect(nodes.slice(0, 3)).toEqual(before.nodes);
    expect(nodes[3]?.position?.y).toBeGreaterThan(40);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await expect(editor.nodes).toHaveCount(3);
    await expect(editor.undo).toBeDisabled();
  }
});

test("a secret typed into a header is in no export; what has to be entered again is listed", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  await page.getByRole("button", { name: "Add header" }).click();
  await page.keyboard.type("X-Api-Key");
  await page.getByLabel("Value of X-Api-Key").fill("typed by hand");
  await page.keyboard.press("Tab");
  await editor.saved();
  const { json } = await call<{ removedSecrets: object[] }>(
    page,
    baseURL,
    "GET",
    `/scenarios/${id}/export`,
  );
  expect(JSON.stringify(json)).not.toContain("typed by hand");
  expect(json.removedSecrets).toMatchObject([{ nodeName: "Alpha", path: "headers.X-Api-Key" }]);
});
