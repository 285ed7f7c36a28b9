import { startReceiver } from "../fixtures/receiver";
import { verifyWebhook } from "../fixtures/spec-verify";
import { settledBox } from "./support/editor";
import { expect, owner, test } from "./support/test";

test.describe.configure({ mode: "serial" });

test("a stranger sets up, builds order created → webhook with the mouse, and reads what was sent", async ({
  page,
}) => {
  const receiver = await startReceiver();
  const secret = "a secret of our own";
  try {
    await page.goto("/");
    await expect(page).toHaveURL(/\/setup$/);
    await page.getByLabel("Name").fill(owner.name);
    await page.getByLabel("Email").fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();

    await page.getByRole("link", { name: "Scenarios" }).first().click();
    await page.getByRole("button", { name: "New scenario" }).first().click();
    await expect(page).toHaveURL(/\/scenarios\/scn_/);
    await page.getByRole("button", { name: "Add Order Created (Instant)" }).click();
    await page.getByRole("button", { name: "Add Send Webhook" }).first().click();

    // The second node is joined by itself; undone here, to join the two by their handles.
    const edges = page.locator(".react-flow__edge");
    await expect(edges).toHaveCount(1);
    const from = await settledBox(page.locator(".react-flow__handle.source").first());
    // Beside the handle: the middle of the edge is its plus.
    await page.mouse.click(from.x + from.width + 12, from.y + from.height / 2);
    await page.keyboard.press("Delete");
    await expect(edges).toHaveCount(0);
    const to = await settledBox(page.locator(".react-flow__handle.target").first());
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 12 });
    await page.mouse.up();
    await expect(edges).toHaveCount(1);

    await page.locator(".react-flow__node").nth(1).click();
    await page.getByLabel("Webhook URL").fill(receiver.url("/hook"));
    await page.getByLabel("Secret", { exact: true }).fill(secret);
    await page.getByRole("button", { name: "Send test webhook" }).click();
    const result = page.getByRole("region", { name: "Test" });
    await expect(result.getByText("Succeeded")).toBeVisible();
    expect(receiver.requestsTo("/hook")).toHaveLength(1);

    await expect(page.getByText(/^Saved/).first()).toBeVisible();
    await page.getByRole("button", { name: "Activate" }).click();
    await expect(page.getByRole("button", { name: "Deactivate" })).toBeVisible();

    await page.getByRole("link", { name: "Orders" }).first().click();
    await page.getByRole("button", { name: "Create mock order" }).first().click();
    await receiver.waitFor(2, "/hook");

    await page.getByRole("link", { name: "Deliveries" }).first().click();
    const row = page.getByRole("row").filter({ hasText: /ORD-\d{6}-\d{3}/ });
    await expect(row.getByText("Succeeded")).toBeVisible();
    await row.getByRole("link", { name: /^Delivery dlv_/ }).click();
    await expect(page).toHaveURL(/\/deliveries\/dlv_/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Succeeded");

    const [, sent] = receiver.requestsTo("/hook");
    expect(sent?.headers["x-webhook-id"]).toBe(new URL(page.url()).pathname.split("/").at(-1));
    expect(
      verifyWebhook(
        sent?.body.toString("utf8") ?? "",
        String(sent?.headers["x-webhook-signature"]),
        secret,
        String(sent?.headers["x-webhook-timestamp"]),
      ),
    ).toBe(true);
  } finally {
    await receiver.close();
  }
});

test("after signing out every page asks to sign in, and signing in leads back", async ({
  page,
}) => {
  await page.goto("/deliveries");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\w/ }).first()).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/deliveries$/);
});
