import {
  activate,
  chain,
  edge,
  makeScenario,
  openEditor,
  signIn,
  stored,
  trigger,
  webhook,
} from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

test("each node shows its own values in every field", async ({ page, baseURL }) => {
  const graph = chain();
  const own = { headers: { "X-Of": "beta" }, retryAttempts: 3, timeout: 77 };
  Object.assign(graph.nodes[2] ?? {}, { note: "of beta" });
  Object.assign(graph.nodes[2]?.config ?? {}, own);
  const id = await makeScenario(page, baseURL, graph);
  const editor = await openEditor(page, id);
  for (const [name, values] of [
    ["Alpha", ["0", "5", ""]],
    ["Beta", ["3", "77", "of beta"]],
    ["Alpha", ["0", "5", ""]],
  ] as const) {
    await editor.node(name).click();
    await expect(editor.name).toHaveValue(name);
    await expect(page.getByLabel("Retry attempts")).toHaveValue(values[0]);
    await expect(page.getByLabel(/^Timeout/)).toHaveValue(values[1]);
    await expect(page.getByLabel("Note", { exact: true })).toHaveValue(values[2]);
    await expect(page.getByLabel("Value of X-Of")).toHaveCount(name === "Beta" ? 1 : 0);
  }
});

test("looking at everything of a live scenario saves nothing and leaves nothing to publish", async ({
  page,
  baseURL,
}) => {
  const graph = chain();
  Object.assign(graph.nodes[1]?.config ?? {}, { secret: "of alpha", headers: { "X-A": "one" } });
  const id = await makeScenario(page, baseURL, graph);
  await activate(page, baseURL, id);
  const editor = await openEditor(page, id);
  for (const name of ["Trigger", "Alpha", "Beta", "Alpha"]) {
    await editor.node(name).click();
    await page.getByRole("button", { name: "Show the settings as JSON" }).click();
    await expect(page.getByLabel("Settings as JSON")).toBeVisible();
    await page.getByRole("button", { name: "Show the settings as a form" }).click();
    if (name === "Trigger") continue;
    await page.getByRole("button", { name: "Edit headers as JSON" }).click();
    await page.getByLabel("JSON of the headers").click();
    await page.getByRole("button", { name: "Edit headers as rows" }).click();
    await page.getByLabel("Webhook URL").click();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
  }
  await page.getByRole("button", { name: "Replace the secret" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(editor.undo).toBeDisabled();
  await expect(page.getByRole("button", { name: "Publish changes" })).toHaveCount(0);
  expect((await stored(page, baseURL, id)).revision).toBe(1);
});

test("a version from the future is named on the card and in the settings, and stops activation", async ({
  page,
  baseURL,
}) => {
  const graph = chain();
  Object.assign(graph.nodes[2] ?? {}, { operationVersion: 9 });
  const id = await makeScenario(page, baseURL, graph);
  const editor = await openEditor(page, id);
  await expect(editor.node("Beta").getByText("1 problem")).toBeVisible();
  await editor.node("Beta").click();
  const words = /“Beta” was made for version 9 of its operation; this is version 1/;
  await expect(editor.inspector.getByText(words)).toBeVisible();
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("region", { name: "Beta" }).getByText(words)).toBeVisible();
  expect((await stored(page, baseURL, id)).status).toBe("draft");
});

test("a header that can't be sent is refused while it is typed, by row and as JSON", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, {
    nodes: [trigger(), webhook("a", "Alpha", 360)],
    edges: [edge("t", "a")],
  });
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  await page.getByRole("button", { name: "Add header" }).click();
  await page.keyboard.type("Bad name");
  await expect(editor.inspector.getByRole("alert")).toBeVisible();
  await expect(editor.node("Alpha").getByText("1 problem")).toBeVisible();
  await page.getByRole("button", { name: "Edit headers as JSON" }).click();
  const json = page.getByLabel("JSON of the headers");
  await json.fill('{"X-A": "one\\ntwo"}');
  await expect(editor.inspector.getByRole("alert")).toContainText(/line|control|character/i);
  await json.fill('{\n  "X-A": "one"\n  "X-B": "two"\n}');
  await expect(editor.inspector.getByText(/line 3, column 3/)).toBeVisible();
  await json.fill('{"X-A": "say \\"one\\", {{two}} \\\\ é"}');
  await expect(editor.inspector.getByRole("alert")).toHaveCount(0);
  await editor.saved();
  expect((await stored(page, baseURL, id)).graph.nodes[1]?.config.headers).toEqual({
    "X-A": 'say "one", {{two}} \\ é',
  });
});
