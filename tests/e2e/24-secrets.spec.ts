import { chain, makeScenario, openEditor, signIn, stored } from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

/** *Order Created → Alpha → Beta*, of which Alpha has a secret and a secret header. */
function withSecrets() {
  const graph = chain();
  Object.assign(graph.nodes[1]?.config ?? {}, {
    secret: "the former secret",
    headers: { Authorization: "Bearer x", "X-Shop": "42" },
  });
  return graph;
}

test("a secret is rotated with an overlap, which is shown and can be ended", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, withSecrets());
  const before = await stored(page, baseURL, id);
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  await page.getByRole("button", { name: "Rotate secret…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Rotate the secret of/ });
  const secret = dialog.getByRole("textbox", { name: "New secret" });
  await expect(secret).toHaveValue(/^whsec_/);
  await expect(dialog.getByText("What the receiver has to do")).toBeVisible();
  // One that could not be used is told before anything happens.
  await secret.fill(" blank");
  await expect(dialog.getByRole("alert")).toContainText("Remove the space");
  await expect(dialog.getByRole("button", { name: "Rotate the secret" })).toBeDisabled();
  await secret.fill("the secret of now");
  await dialog.getByRole("combobox").click();
  await page.getByRole("option", { name: "2 days" }).click();
  await dialog.getByRole("button", { name: "Rotate the secret" }).click();
  await expect(dialog).toBeHidden();
  const overlap = editor.inspector.getByText(/signed with the former secret as well; that ends in/);
  await expect(overlap).toContainText("1 d");
  // The reference is the same, so that every version signs with it.
  expect((await stored(page, baseURL, id)).graph).toEqual(before.graph);
  await page.reload();
  await editor.node("Alpha").click();
  await expect(overlap).toBeVisible();
  await expect(page.getByText("the secret of now")).toBeHidden();
  await page.getByRole("button", { name: "End overlap now" }).click();
  const question = page.getByRole("alertdialog", { name: "End the overlap now?" });
  await question.getByRole("button", { name: "End overlap" }).click();
  await expect(overlap).toBeHidden();
});

test("stored secrets are asked for again when the address leads elsewhere", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, withSecrets());
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  const url = page.getByLabel("Webhook URL");
  const former = await url.inputValue();
  const told = page.getByText(/This was entered for http:\/\/127\.0\.0\.1:9\. Enter it again/);
  await expect(page.getByRole("button", { name: "Rotate secret…" })).toBeVisible();
  await url.fill("http://127.0.0.1:10/elsewhere");
  await expect(page.getByText(/entered for another address/)).toBeVisible();
  await expect(told).toHaveCount(2);
  await url.fill(former);
  await expect(told).toHaveCount(0);
  await url.fill("http://127.0.0.1:10/elsewhere");
  await expect(told).toHaveCount(2);
  await editor.saved();
  await page.getByRole("button", { name: "Send test webhook" }).click();
  await expect(page.getByText("Nothing was sent")).toBeVisible();
  // Said once, with each field one click away.
  const refused = page.getByRole("alert").filter({ hasText: "Nothing was sent" });
  await expect(refused.getByText(/This was entered for/)).toHaveCount(1);
  await expect(refused.getByRole("button")).toHaveCount(2);
  await expect(page.getByRole("button", { name: "2 problems" })).toBeVisible();
  await expect(editor.node("Alpha")).toContainText("2 problems");
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByText(/entered for http:\/\/127\.0\.0\.1:9\./).first()).toBeVisible();
  expect((await stored(page, baseURL, id)).publishedVersion).toBeNull();
});

test("a header is kept secret when it is chosen", async ({ page, baseURL }) => {
  const id = await makeScenario(page, baseURL, withSecrets());
  const editor = await openEditor(page, id);
  await editor.node("Alpha").click();
  const group = page.getByRole("group", { name: "Also keep secret" });
  await expect(group.getByRole("checkbox")).toHaveCount(1);
  await group.getByRole("checkbox", { name: "X-Shop" }).check();
  await editor.saved();
  await expect(page.getByRole("button", { name: "Replace the value of X-Shop" })).toBeVisible();
  const { headers } = (await stored(page, baseURL, id)).graph.nodes[1]?.config ?? {};
  expect(headers).toMatchObject({ "X-Shop": { $secret: expect.any(String) } });
});
