import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { call, signIn } from "./support/editor";
import { expect, owner, test } from "./support/test";

const email = "vera@example.com";
const firstPassword = "a first password";
const password = "another password";

/** Of RFC 4648, as authenticator apps take keys. */
function base32Bytes(text: string): Buffer {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text].map((char) => alphabet.indexOf(char).toString(2).padStart(5, "0"));
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The code that an app shows now, or `steps` later (RFC 6238: SHA-1, 30 seconds, six digits). */
function totp(key: string, steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", base32Bytes(key)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function visitor(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 720 } });
  return context.newPage();
}

const linkShownIn = async (page: Page): Promise<string> => {
  const shown = page.getByRole("status").filter({ hasText: "shown this once" });
  await expect(shown).toBeFocused();
  return (await shown.locator("code").textContent()) ?? "";
};

async function invite(page: Page, address: string): Promise<string> {
  await page.goto("/settings");
  const form = page.getByRole("form", { name: "Invite somebody" });
  await form.getByLabel("Email of a new person").fill(address);
  await form.getByRole("button", { name: "Invite" }).click();
  return linkShownIn(page);
}

async function giveEmailAndPassword(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

const overview = (page: Page) => page.getByRole("heading", { name: "Overview", level: 1 });

test.beforeEach(async ({ page, baseURL }) => {
  await signIn(page, baseURL);
});

test.afterEach(async ({ page, baseURL }) => {
  type Found = { items: { id: string; email: string }[] };
  const people = await call<Found>(page, baseURL, "GET", "/people");
  for (const person of people.json.items.filter((each) => each.email === email)) {
    await call(page, baseURL, "DELETE", `/people/${person.id}`);
  }
  const invitations = await call<Found>(page, baseURL, "GET", "/invitations");
  for (const { id } of invitations.json.items) {
    await call(page, baseURL, "DELETE", `/invitations/${id}`);
  }
});

test("somebody is invited, becomes an editor, sets a new password and adds a second step", async ({
  page,
  browser,
  baseURL,
}) => {
  // The owner invites a viewer, who accepts in a browser of their own.
  const link = await invite(page, email);
  await expect(page.getByRole("list", { name: "Invited" })).toContainText(email);
  const theirs = await visitor(browser, baseURL);
  await theirs.goto(link);
  await expect(theirs.getByLabel("Email")).toHaveValue(email);
  await theirs.getByLabel("Name").fill("Vera Viewer");
  await theirs.getByLabel("Password", { exact: true }).fill("short");
  await theirs.getByRole("button", { name: "Create account" }).click();
  await expect(theirs.getByText("Use 8 characters or more.")).toBeVisible();
  await theirs.getByLabel("Password", { exact: true }).fill(firstPassword);
  await theirs.getByRole("button", { name: "Create account" }).click();
  await expect(overview(theirs)).toBeVisible();
  const another = await visitor(browser, baseURL);
  await another.goto(link);
  await expect(another.getByRole("heading", { name: "This invitation is over" })).toBeVisible();

  // A viewer can't make scenarios, nor manage people; an editor can make scenarios.
  await theirs.goto("/scenarios");
  const create = theirs.getByRole("button", { name: "New scenario" }).first();
  await expect(create).toHaveAttribute("aria-disabled", "true");
  await theirs.goto("/settings");
  await expect(theirs.getByText("A viewer can't manage people.")).toBeVisible();
  await page.reload();
  const row = page
    .getByRole("region", { name: "People" })
    .getByRole("row")
    .filter({ hasText: email });
  await row.getByRole("combobox", { name: `Role of ${email}` }).click();
  await page.getByRole("option", { name: "Editor" }).click();
  await expect(page.getByText("Vera Viewer is an editor now.")).toBeVisible();
  await theirs.goto("/scenarios");
  await expect(create).not.toHaveAttribute("aria-disabled", "true");

  // A link for a new password ends what the old one let in.
  await row.getByRole("button", { name: `More for ${email}` }).click();
  await page.getByRole("menuitem", { name: "Link for a new password" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Make a link" }).click();
  const resetLink = await linkShownIn(page);
  await another.goto(resetLink);
  await another.getByLabel("New password", { exact: true }).fill(password);
  await another.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(overview(another)).toBeVisible();
  await theirs.goto("/scenarios");
  await expect(theirs).toHaveURL(/\/sign-in/);

  // The second step is switched on with the key of an app.
  await another.goto("/settings#account");
  await another.getByRole("button", { name: "Switch on" }).click();
  await another.getByLabel("Your password").fill("not the password");
  await another.getByRole("button", { name: "Continue" }).click();
  await expect(another.getByText("The password is not right.")).toBeVisible();
  await another.getByLabel("Your password").fill(password);
  await another.getByRole("button", { name: "Continue" }).click();
  await expect(another.getByRole("img", { name: /^QR code/ })).toBeVisible();
  const typed = another
    .locator("p")
    .filter({ has: another.getByRole("button", { name: "Copy the key" }) });
  const key = ((await typed.locator("code").textContent()) ?? "").replaceAll(" ", "");
  await another.getByLabel("Code of the app").fill(totp(key));
  await another.getByRole("button", { name: "Switch on" }).click();
  const codes = another.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const [download] = await Promise.all([
    another.waitForEvent("download"),
    another.getByRole("button", { name: "Download as text" }).click(),
  ]);
  const recoveryCode = (await codes.first().textContent()) ?? "";
  expect((await readFile(await download.path(), "utf8")).split("\n")).toContain(recoveryCode);
  await another.getByRole("button", { name: "I have kept them" }).click();
  await expect(another.getByRole("heading", { name: "Second step at sign-in" })).toBeFocused();

  // From now on a code is asked for; a recovery code does as well, once.
  await signOut(another);
  await giveEmailAndPassword(another);
  await another.getByLabel("Code", { exact: true }).fill("000 000");
  await another.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(another.getByText("This code is not right.")).toBeVisible();
  // The one that switched it on is used: the next, which is taken early.
  await another.getByLabel("Code", { exact: true }).fill(totp(key, 1));
  await another.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(overview(another)).toBeVisible();
  await giveEmailAndPassword(theirs);
  await theirs.getByRole("button", { name: "Use a recovery code" }).click();
  await expect(theirs.getByLabel("Recovery code")).toBeFocused();
  await theirs.getByLabel("Recovery code").fill(recoveryCode);
  await theirs.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(theirs.getByText("9 recovery codes are left.")).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Continue" })).toBeFocused();
  await theirs.getByRole("button", { name: "Continue" }).click();
  await expect(overview(theirs)).toBeVisible();

  // Both are listed; one ends the other.
  await theirs.goto("/settings");
  await expect(theirs.getByText("9 recovery codes are left.")).toBeVisible();
  const devices = theirs.getByRole("list", { name: "Signed in on" }).getByRole("listitem");
  await expect(devices).toHaveCount(2);
  await theirs.getByRole("button", { name: "Sign out all others" }).click();
  await theirs
    .getByRole("alertdialog")
    .getByRole("button", { name: "Sign out all others" })
    .click();
  await expect(devices).toHaveCount(1);
  await expect(devices).toContainText("This device");
  await another.goto("/scenarios");
  await expect(another).toHaveURL(/\/sign-in/);

  // The owner removes them, which signs them out.
  await page.reload();
  await expect(row).toContainText("On");
  await row.getByRole("button", { name: `More for ${email}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove person" }).click();
  await expect(row).toHaveCount(0);
  await theirs.goto("/scenarios");
  await expect(theirs).toHaveURL(/\/sign-in/);
  for (const each of [theirs, another]) await each.context().close();
});

test("an invitation that is withdrawn lets nobody in, and the last owner stays one", async ({
  page,
  browser,
  baseURL,
}) => {
  const link = await invite(page, email);
  await page.getByRole("button", { name: `Withdraw the invitation of ${email}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByRole("list", { name: "Invited" })).toHaveCount(0);
  const theirs = await visitor(browser, baseURL);
  await theirs.goto(link);
  await expect(theirs.getByRole("heading", { name: "This invitation is over" })).toBeVisible();
  await theirs.context().close();

  const role = page.getByRole("combobox", { name: `Role of ${owner.email}` });
  await role.click();
  await page.getByRole("option", { name: "Viewer" }).click();
  const asked = page.getByRole("alertdialog");
  await asked.getByRole("button", { name: "Stop being an owner" }).click();
  await expect(page.getByText(/This is the only owner/)).toBeVisible();
  await asked.getByRole("button", { name: "Stay an owner" }).click();
  await expect(role).toContainText("Owner");
});

test("who has forgotten the password is told whom to ask", async ({ browser, baseURL }) => {
  const theirs = await visitor(browser, baseURL);
  await theirs.goto("/sign-in");
  await theirs.getByRole("link", { name: "Forgot your password?" }).click();
  await theirs.getByLabel("Email").fill("nobody");
  await theirs.getByRole("button", { name: "Ask for a link" }).click();
  await expect(theirs.getByText("Enter a complete email address.")).toBeVisible();
  await theirs.getByLabel("Email").fill(email);
  await theirs.getByRole("button", { name: "Ask for a link" }).click();
  await expect(theirs.getByText("Ask an owner for a link")).toBeVisible();
  await theirs.context().close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`people and the account pass axe in ${colorScheme}, and fit a phone`, async ({
    page,
    browser,
    baseURL,
  }) => {
    const link = await invite(page, email);
    const theirs = await visitor(browser, baseURL);
    const check = async (of: Page, name: string) => {
      for (const width of [1280, 390]) {
        await of.emulateMedia({ colorScheme });
        await of.setViewportSize({ width, height: 844 });
        const { violations } = await new AxeBuilder({ page: of }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        const overflow = await of.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow).toBeLessThanOrEqual(0);
        const path = test.info().outputPath(`${name}-${colorScheme}-${width}.png`);
        await of.screenshot({ path, fullPage: true });
      }
    };
    await page.getByRole("button", { name: "Switch on" }).click();
    await page.getByLabel("Your password").fill(owner.password);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("img", { name: /^QR code/ })).toBeVisible();
    await check(page, "settings");
    for (const [path, heading] of [
      [link, "You are invited"],
      ["/invite/none", "This invitation is over"],
      ["/reset/none", "This link is over"],
      ["/forgot-password", "Forgot your password?"],
      ["/sign-in", "Sign in"],
    ] as const) {
      await theirs.goto(path);
      await expect(theirs.getByRole("heading", { name: heading })).toBeVisible();
      await check(theirs, heading.toLowerCase().replaceAll(/\W+/g, "-"));
    }
    await theirs.context().close();
  });
}
