import AxeBuilder from "@axe-core/playwright";
import { middleCard } from "../fixtures/middle-card";
import {
  chain,
  edge,
  editorOf,
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

test("with the keyboard alone: build, configure, connect, move, undo, publish, edit, publish again", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, { nodes: [], edges: [] }, "By keyboard");
  await page.goto(`/scenarios/${id}`);
  const editor = editorOf(page);
  await expect(page.getByRole("button", { name: "Add Send Webhook" })).toBeVisible();
  // "a" leads to the palette; Enter adds what was found.
  await page.keyboard.press("a");
  await page.keyboard.type("order");
  await page.keyboard.press("Enter");
  await expect(editor.announcement).toHaveText("Order Created (Instant) added.");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("webhook");
  await page.keyboard.press("Enter");
  await expect(editor.nodes).toHaveCount(2);
  await expect(editor.edges).toHaveCount(1);

  // "i" leads to the settings of the node that was added.
  await editor.node("Send Webhook").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("i");
  await expect(page.getByLabel("Node name")).toBeFocused();
  await page.keyboard.type("Warehouse");
  await page.getByLabel("Webhook URL").focus();
  await page.keyboard.type("http://127.0.0.1:9/hook");
  await expect(page.getByText("No problems")).toBeVisible();

  await editor.node("Warehouse").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+z");
  await expect(editor.announcement).toHaveText(/^Undone: /);

  await editor.node("Warehouse").focus();
  await page.keyboard.press("Control+d");
  await expect(editor.nodes).toHaveCount(3);
  await page.getByRole("combobox", { name: "Connect to another node" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(editor.announcement).toHaveText("Warehouse connected to Warehouse.");
  await expect(editor.edges).toHaveCount(2);
  await page.locator(".react-flow__node.selected").focus();
  await page.keyboard.press("Delete");
  await expect(editor.nodes).toHaveCount(2);
  await expect(editor.announcement).toHaveText("Warehouse deleted.");

  await page.getByRole("button", { name: "Activate" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Deactivate" })).toBeVisible();
  await editor.node("Warehouse").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("i");
  await page.keyboard.press("End");
  await page.keyboard.type(" two");
  await page.getByRole("button", { name: "Publish changes" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("“Warehouse” was renamed to “Warehouse two”")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Publish", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  expect((await stored(page, baseURL, id)).publishedVersion).toBe(2);
});

test("publishing is one operation however often it is clicked", async ({ page, baseURL }) => {
  const id = await makeScenario(page, baseURL, chain());
  await openEditor(page, id);
  await page.getByRole("button", { name: "Activate" }).dblclick();
  await expect(page.getByRole("button", { name: "Deactivate" })).toBeVisible();
  expect((await stored(page, baseURL, id)).publishedVersion).toBe(1);
});

test("a problem in the list leads to its field", async ({ page, baseURL }) => {
  const graph = chain();
  Object.assign(graph.nodes[2]?.config ?? {}, { timeout: 4 });
  const id = await makeScenario(page, baseURL, graph);
  await openEditor(page, id);
  await page.getByRole("button", { name: "1 problem", exact: true }).click();
  await page
    .getByRole("region", { name: "Beta" })
    .getByText(/Timeout must be between/)
    .click();
  await expect(page.getByLabel(/^Timeout/)).toBeFocused();
});

test("an older version can be looked at and made the draft; undo takes it back", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("button", { name: "Deactivate" })).toBeVisible();
  await editor.node("Beta").click();
  await page.keyboard.press("Delete");
  await expect(editor.nodes).toHaveCount(2);
  await page.getByRole("button", { name: "More commands" }).click();
  await page.getByRole("menuitem", { name: "Version history" }).click();
  await expect(page.getByRole("dialog").getByText("“Beta” was removed")).toBeVisible();
  await page.getByRole("button", { name: "Restore into the draft" }).click();
  await expect(editor.nodes).toHaveCount(3);
  await editor.undo.click();
  await expect(editor.nodes).toHaveCount(2);
});

test("two tabs: both see each other, and a conflict shows both sides and decides nothing by itself", async ({
  page,
  baseURL,
  context,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const mine = await openEditor(page, id);
  const otherPage = await context.newPage();
  const theirs = await openEditor(otherPage, id);
  await expect(otherPage.getByText(/Also open: you, in another tab/)).toBeVisible();
  await theirs.node("Beta").click();
  await otherPage.getByLabel("Node name").fill("Theirs");
  await theirs.saved();
  await mine.node("Alpha").click();
  await page.getByLabel("Node name").fill("Mine");
  await page.getByRole("button", { name: "Compare and decide" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("“Alpha” was renamed to “Mine”")).toBeVisible();
  await expect(dialog.getByText("“Beta” was renamed to “Theirs”")).toBeVisible();
  expect((await stored(page, baseURL, id)).graph.nodes[2]?.name).toBe("Theirs");
  await dialog.getByRole("button", { name: "Save mine as a copy" }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(mine.node("Mine")).toBeVisible();
  expect((await stored(page, baseURL, id)).graph.nodes[1]?.name).toBe("Alpha");
  const copy = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  expect((await stored(page, baseURL, copy)).graph.nodes[1]?.name).toBe("Mine");
});

test("a run is shown on the graph that ran, whatever the draft has become", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "With the sample order" }).click();
  await expect(page.getByText("You see a run, not the draft.")).toBeVisible();
  await expect(editor.node("Alpha").getByText("Failed")).toBeVisible();
  await expect(editor.node("Beta").getByText("Skipped")).toBeVisible();
  await editor.node("Beta").click();
  await expect(page.getByText("“Alpha” did not succeed.")).toBeVisible();
  await page.getByRole("button", { name: "Back to the draft" }).click();
  await editor.node("Beta").click();
  await page.keyboard.press("Delete");
  await expect(editor.nodes).toHaveCount(2);
  await page.getByRole("button", { name: "Last runs" }).click();
  await page.getByRole("region", { name: "Last runs" }).getByRole("listitem").first().click();
  await expect(editor.nodes).toHaveCount(3);
});

test("an export holds no secret, and an import lists what to enter again", async ({
  page,
  baseURL,
}) => {
  const graph = chain();
  Object.assign(graph.nodes[1]?.config ?? {}, {
    secret: "never to be exported",
    headers: { Authorization: "Bearer never either" },
  });
  const id = await makeScenario(page, baseURL, graph, "To be exported");
  await openEditor(page, id);
  await page.getByRole("button", { name: "More commands" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Export as a file" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("to-be-exported.json");
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  expect(text).not.toContain("never");

  await page.goto("/scenarios");
  await page.getByRole("button", { name: "Import" }).first().click();
  await page.getByLabel("Text of the export").fill(text.replace('"webhooks.send"', "7"));
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await expect(page.getByText("Nothing was imported")).toBeVisible();
  await page.getByLabel("Text of the export").fill(text);
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await expect(page.getByText(/These have to be entered or mended/)).toBeVisible();
  await page.getByRole("button", { name: "Open the scenario" }).click();
  await expect(editorOf(page).nodes).toHaveCount(3);
  // What was imported is where its history begins.
  await expect(editorOf(page).undo).toBeDisabled();
});

test("500 nodes open, and a drag renders the dragged node and its connections only", async ({
  page,
  baseURL,
}) => {
  const columns = 25;
  const nodes = [
    trigger("n0"),
    ...Array.from({ length: 499 }, (_, index) => {
      const at = index + 1;
      return webhook(`n${at}`, `Node ${at}`, (at % columns) * 340, Math.floor(at / columns) * 140);
    }),
  ];
  const edges = nodes
    .slice(1)
    .map((_, index) => edge(`n${Math.floor(index / 2)}`, `n${index + 1}`));
  const extra = Array.from({ length: 201 }, (_, index) => edge(`n${index}`, `n${index + 299}`));
  const known = new Set(edges.map(({ id }) => id));
  const id = await makeScenario(page, baseURL, {
    nodes,
    edges: [...edges, ...extra.filter((each) => !known.has(each.id))],
  });
  const editor = await openEditor(page, id);
  for (let at = 0; at < 6; at++) await page.getByRole("button", { name: "Zoom In" }).click();
  await settledBox(editor.nodes.first());
  const { id: dragged, box } = await middleCard(page);
  await page.evaluate(() => {
    const counts: Record<string, number> = {};
    Object.assign(globalThis, {
      counts,
      countRender: (one: string) => {
        counts[one] = (counts[one] ?? 0) + 1;
      },
    });
  });
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 30, box.y + 30, { steps: 10 });
  const counts = await page.evaluate(
    () => (globalThis as unknown as { counts: Record<string, number> }).counts,
  );
  await page.mouse.up();
  const own = (one: string) => one === dragged || one.split("-").includes(String(dragged));
  expect(Object.keys(counts).length).toBeGreaterThan(0);
  expect(Object.keys(counts).filter((one) => !own(one))).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the editor passes axe in ${colorScheme}`, async ({ page, baseURL }) => {
    const id = await makeScenario(page, baseURL, chain());
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
    expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html}`)).toEqual([]);
  });
}
