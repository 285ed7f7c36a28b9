import {
  chain,
  editorOf,
  makeScenario,
  middleOf,
  openEditor,
  settledBox,
  signIn,
  stored,
  trigger,
} from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

test("half-typed JSON is there again after Back, a link and a node elsewhere", async ({
  page,
  baseURL,
}) => {
  const name = "Left in the middle of a word";
  const id = await makeScenario(page, baseURL, chain(), name);
  await page.goto("/scenarios");
  await page.getByRole("link", { name }).first().click();
  const editor = editorOf(page);
  await editor.node("Alpha").click();
  await page.getByRole("button", { name: "Show the settings as JSON" }).click();
  const json = page.getByLabel("Settings as JSON");
  await json.click();
  await page.keyboard.press("Control+a");
  const text = '{ "webhookUrl": "https://exa';
  await page.keyboard.insertText(text);
  await expect(page.getByText(/not complete JSON yet/)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/scenarios$/);
  await page.getByRole("link", { name }).first().click();
  await expect(page.getByRole("button", { name: "1 problem", exact: true })).toBeVisible();
  await editor.node("Alpha").click();
  await expect(json).toHaveText(text);
  // A link asks, and what it says of it is true.
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await expect(question).toContainText("It is still here when you come back");
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/runs/);
  await page.goBack();
  await editor.node("Alpha").click();
  await expect(json).toHaveText(text);
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  // Completed, it is saved like anything else.
  await json.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText('mple.com/" }');
  await editor.saved();
  expect((await stored(page, baseURL, id)).graph.nodes[1]?.config).toEqual({
    webhookUrl: "https://example.com/",
  });
  await expect(page.getByRole("button", { name: "No problems" })).toBeVisible();
});

test("what a fresh node lacks is to be filled in, and a fault once its field was left", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, { nodes: [trigger()], edges: [] });
  const editor = await openEditor(page, id);
  await page.getByRole("button", { name: "Add Send Webhook" }).click();
  const card = editor.node("Send Webhook");
  const fault = editor.inspector.getByText("Enter the address to send to.");
  await expect(card.getByText("To be filled in")).toBeVisible();
  await expect(card).toHaveAccessibleName(/to be filled in/);
  await expect(fault).toHaveCount(0);
  // It is a problem all the same, in the same words.
  await page.getByRole("button", { name: "1 problem", exact: true }).click();
  await page.getByRole("button", { name: "Enter the address to send to." }).click();
  const url = page.getByLabel("Webhook URL");
  await expect(url).toBeFocused();
  await expect(fault).toHaveCount(0);
  await page.keyboard.press("Tab");
  await expect(fault).toBeVisible();
  await expect(card.getByText("1 problem")).toBeVisible();
  await expect(url).toHaveAttribute("aria-invalid", "true");
  await editor.saved();
  await page.reload();
  await expect(card.getByText("1 problem")).toBeVisible();
});

test("activating makes faults of what is to be filled in; a wrong address is one as it is typed", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, { nodes: [trigger()], edges: [] });
  const editor = await openEditor(page, id);
  const add = page.getByRole("button", { name: "Add Send Webhook" });
  await add.click();
  await page.getByLabel("Webhook URL").fill("ftp://example.com");
  await expect(editor.inspector.getByText(/has to start with https/)).toBeVisible();
  await editor.node("Trigger").click();
  await add.click();
  const card = editor.node("Send Webhook 2");
  await expect(card.getByText("To be filled in")).toBeVisible();
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(card.getByText("1 problem")).toBeVisible();
  await expect(editor.inspector.getByText("Enter the address to send to.")).toBeVisible();
});

test("a click that leaves an empty field reaches what it was aimed at", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, { nodes: [trigger()], edges: [] });
  await openEditor(page, id);
  await page.getByRole("button", { name: "Add Send Webhook" }).click();
  await page.getByLabel("Webhook URL").click();
  // Below the field, so that its message moves it.
  const { x, y } = middleOf(await settledBox(page.getByRole("button", { name: "Add header" })));
  await page.mouse.click(x, y, { delay: 150 });
  await expect(page.getByLabel("Name of header 1")).toBeFocused();
  await expect(page.getByText("Enter the address to send to.")).toBeVisible();
});

test("a name that is too long says so: near the limit, and when what was pasted is cut", async ({
  page,
  baseURL,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  const note = editor.inspector.getByRole("status");
  await editor.name.fill("x".repeat(79));
  await expect(note).toHaveCount(0);
  await editor.name.pressSequentially("y");
  await expect(note).toHaveText("80 of 100 characters.");
  await page.evaluate(() => navigator.clipboard.writeText("z".repeat(30)));
  await editor.name.press("Control+v");
  await expect(note).toHaveText(/A name may be 100 characters at most\. The rest/);
  await expect(editor.name).toHaveValue(`${"x".repeat(79)}y${"z".repeat(20)}`);
  await expect(editor.name).toHaveAccessibleDescription(/100 characters at most/);
  await editor.name.press("Backspace");
  await expect(note).toHaveText("99 of 100 characters.");
  // Who only looks at it has no limit to mind.
  await editor.node("Beta").click();
  await editor.node("xxx").click();
  await expect(editor.name).toHaveValue(/^x+yz+$/);
  await expect(note).toHaveCount(0);
});

test("a failing target is told in full once: beside its node", async ({ page, baseURL }) => {
  const id = await makeScenario(page, baseURL, chain());
  const message = "The receiver answered 500.";
  const item = {
    scenarioId: id,
    scenarioName: "Editor test",
    nodeId: "b",
    nodeName: "Beta",
    host: "127.0.0.1",
    failures: 12,
    failingSince: new Date().toISOString(),
    pausedAt: null,
    lastProbeAt: null,
    heldCount: 0,
    failure: { kind: "status", message, hint: "Look into its log." },
  };
  const pausing = { pauses: true, failures: 20, hours: 1 };
  await page.route("**/api/v1/targets", (route) =>
    route.fulfill({ json: { items: [item], pausing } }),
  );
  const editor = await openEditor(page, id);
  const bar = page.getByRole("region", { name: "Failing targets" });
  await expect(bar).toContainText("“Beta” has failed 12 times in a row.");
  await expect(page.getByText(message)).toHaveCount(0);
  const { height } = await settledBox(bar);
  expect(height).toBeLessThan(40);
  await bar.getByRole("button", { name: "Show it" }).click();
  await expect(editor.name).toHaveValue("Beta");
  await expect(page.getByText(message)).toHaveCount(1);
  // What is on the canvas does not move for it.
  expect((await settledBox(bar)).height).toBe(height);
});
