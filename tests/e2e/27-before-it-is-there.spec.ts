import type { Page } from "@playwright/test";
import { chain, makeScenario, openEditor, signIn } from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(({ page, baseURL }) => signIn(page, baseURL));

/** Answers to this address wait until the returned function is called; those before fail, as many as `failing`. */
async function hold(page: Page, address: string | RegExp, failing = 0) {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  let tellHeld = () => {};
  const isHeld = new Promise<void>((resolve) => {
    tellHeld = resolve;
  });
  await page.route(address, async (route) => {
    asked += 1;
    if (asked <= failing) return route.fulfill({ status: 503, body: "{}" });
    tellHeld();
    await released;
    // The page may have been left meanwhile.
    await route.continue().catch(() => {});
  });
  return { release, isHeld };
}

test("what could not be loaded stays told while it is tried again, and comes by itself", async ({
  page,
}) => {
  // Three tries make one failure; the fourth is the next one by itself.
  const answers = await hold(page, "**/api/v1/overview**", 3);
  await page.goto("/");
  const failure = page.getByText("The overview could not be loaded");
  await expect(failure).toBeVisible({ timeout: 30_000 });
  await answers.isHeld;
  await expect(failure).toBeVisible();
  const again = page.getByRole("button", { name: "Try again" });
  await again.click();
  await expect(again).toHaveAttribute("aria-busy", "true");
  answers.release();
  await expect(page.getByRole("heading", { name: "Deliveries over time" })).toBeVisible();
  await expect(failure).toHaveCount(0);
});

test("while a list loads, nothing says that it is empty, and the box that chooses all stays in its place", async ({
  page,
}) => {
  const answers = await hold(page, /\/api\/v1\/deliveries(\?|$)/);
  await page.goto("/deliveries");
  await answers.isHeld;
  await expect(page.getByText("Loading deliveries…")).toHaveCount(1);
  await expect(page.getByText(/Nothing has been sent|No deliveries match/)).toHaveCount(0);
  const status = page.getByRole("columnheader", { name: "Status" });
  const before = await status.boundingBox();
  answers.release();
  await expect(page.getByText("Loading deliveries…")).toHaveCount(0);
  await expect.poll(async () => (await status.boundingBox())?.x).toBe(before?.x);
});

test("the editor that was just opened leaves the focus at the beginning of the page", async ({
  page,
  baseURL,
}) => {
  await page.clock.install();
  const id = await makeScenario(page, baseURL, chain());
  const settings = page.waitForResponse("**/api/v1/settings");
  await openEditor(page, id);
  await settings;
  await page.clock.runFor(5_000);
  await expect(page.locator("body")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
});
