import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { startReceiver } from "../fixtures/receiver";
import {
  activate,
  call,
  chain,
  edge,
  editorOf,
  makeScenario,
  openEditor,
  saveElsewhere,
  settledBox,
  signIn,
  stored,
  trigger,
  webhook,
} from "./support/editor";
import { expect, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

const renamed =
  (name: string, at = 1) =>
  (graph: { nodes: { name?: string }[] }) => {
    Object.assign(graph.nodes[at] ?? {}, { name });
  };

/** Published twice and edited since: Alpha was "One" in version 1, "Two" in version 2, "Three" now. */
async function withVersions(page: Page, baseURL: string | undefined): Promise<string> {
  const graph = chain();
  Object.assign(graph.nodes[1]?.config ?? {}, { secret: "never to be seen" });
  const id = await makeScenario(page, baseURL, graph);
  for (const name of ["One", "Two"]) {
    await saveElsewhere(page, baseURL, id, renamed(name));
    await activate(page, baseURL, id);
  }
  await saveElsewhere(page, baseURL, id, renamed("Three"));
  await call(page, baseURL, "POST", `/scenarios/${id}/deactivate`);
  return id;
}

async function openVersions(page: Page) {
  await page.getByRole("button", { name: "More commands" }).click();
  await page.getByRole("menuitem", { name: "Version history" }).click();
  return page.getByRole("dialog", { name: "Version history" });
}

const axe = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};

/** What stands above that which is shown in place of the draft. */
const barOf = (page: Page) => page.getByRole("region", { name: "What you see" });

test.describe("versions", () => {
  test("any two can be compared, and each with the draft, the later against the earlier", async ({
    page,
    baseURL,
  }) => {
    const id = await withVersions(page, baseURL);
    await openEditor(page, id);
    const dialog = await openVersions(page);
    await expect(dialog.getByText("“Two” was renamed to “Three”")).toBeVisible();
    await dialog.getByRole("combobox", { name: "Compare version 2 with" }).click();
    await page.getByRole("option", { name: "Version 1" }).click();
    await expect(dialog.getByText("What version 2 changed since version 1")).toBeVisible();
    await expect(dialog.getByText("“One” was renamed to “Two”")).toBeVisible();
    // Chosen the other way round, it reads the same.
    await dialog.getByRole("button", { name: /^Version 1/ }).click();
    await expect(dialog.getByText("“One” was renamed to “Three”")).toBeVisible();
    await dialog.getByRole("combobox", { name: "Compare version 1 with" }).click();
    await page.getByRole("option", { name: "Version 2" }).click();
    await expect(dialog.getByText("What version 2 changed since version 1")).toBeVisible();
    await expect(dialog.getByText("“One” was renamed to “Two”")).toBeVisible();
  });

  test("one is shown on the canvas to be read, in the address, until Back, and can become the draft", async ({
    page,
    baseURL,
  }) => {
    const id = await withVersions(page, baseURL);
    const editor = await openEditor(page, id);
    const dialog = await openVersions(page);
    await dialog.getByRole("button", { name: /^Version 1/ }).click();
    await dialog.getByRole("button", { name: "View version 1" }).click();
    await expect(page).toHaveURL(/\?version=1$/);
    await expect(barOf(page).getByText("Viewing version 1")).toBeVisible();
    await expect(editor.node("One")).toBeVisible();
    await expect(page.getByText("“One” was renamed to “Three”")).toBeVisible();
    await page.reload();
    await expect(editor.node("One")).toBeVisible();

    await editor.node("One").click();
    const side = page.getByRole("region", { name: "Version 1", exact: true });
    await expect(side.getByText("http://127.0.0.1:9/hook")).toBeVisible();
    await expect(side.getByText("never to be seen")).toHaveCount(0);
    for (const press of ["Delete", "Control+x", "Control+v", "Control+d", "Control+z"]) {
      await page.keyboard.press(press);
    }
    await page.goBack();
    await expect(page).not.toHaveURL(/version/);
    await expect(editor.node("Three")).toBeVisible();
    await expect(editor.nodes).toHaveCount(3);
    await expect(editor.undo).toBeDisabled();
    await page.goForward();
    await expect(editor.node("One")).toBeVisible();
    await barOf(page).getByRole("button", { name: "Back to the draft" }).click();
    await expect(editor.node("Three")).toBeVisible();
    expect((await stored(page, baseURL, id)).graph.nodes[1]?.name).toBe("Three");

    await page.goto(`/scenarios/${id}?version=1`);
    await barOf(page).getByRole("button", { name: "Restore into the draft" }).click();
    await expect(page).not.toHaveURL(/version/);
    await expect(editor.node("One")).toBeVisible();
    await editor.saved();
    expect((await stored(page, baseURL, id)).graph.nodes[1]?.name).toBe("One");
    await editor.undo.click();
    await expect(editor.node("Three")).toBeVisible();
    await editor.saved();
  });

  test("a number that was never published is told, with the way back to the draft", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    await page.goto(`/scenarios/${id}?version=7`);
    await expect(page.getByText("There is no version 7")).toBeVisible();
    await barOf(page).getByRole("button", { name: "Back to the draft" }).click();
    await expect(editorOf(page).node("Alpha")).toBeVisible();
    await page.goto(`/scenarios/${id}?version=none`);
    await expect(editorOf(page).inspector).toBeVisible();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`the history, a version and a conflict pass axe in ${colorScheme}`, async ({
      page,
      baseURL,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const id = await withVersions(page, baseURL);
      const editor = await openEditor(page, id);
      const dialog = await openVersions(page);
      await expect(dialog.getByText("“Two” was renamed to “Three”")).toBeVisible();
      expect(await axe(page)).toEqual([]);
      await dialog.getByRole("button", { name: "View version 2" }).click();
      await editor.node("Two").click();
      expect(await axe(page)).toEqual([]);
      await barOf(page).getByRole("button", { name: "Back to the draft" }).click();
      await saveElsewhere(page, baseURL, id, renamed("Theirs"));
      await editor.node("Three").click();
      await editor.name.fill("Mine");
      await page.getByRole("button", { name: "Compare and decide" }).click();
      await expect(page.getByText("Both changed “Three”, in different ways.")).toBeVisible();
      expect(await axe(page)).toEqual([]);
    });
  }
});

test.describe("a run in the editor", () => {
  const runOf = async (page: Page, baseURL: string | undefined, id: string) => {
    const { json } = await call<{ runId: string }>(
      page,
      baseURL,
      "POST",
      `/scenarios/${id}/test`,
      {},
    );
    return json.runId;
  };

  test("is in the address: a reload keeps it, Back leaves it, and the page of the run leads to it", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const runId = await runOf(page, baseURL, id);
    const other = await runOf(page, baseURL, id);
    const editor = await openEditor(page, id);
    await page.getByRole("button", { name: "Last runs" }).click();
    const runs = page.getByRole("region", { name: "Last runs" }).getByRole("listitem");
    await runs.nth(1).click();
    await expect(page).toHaveURL(new RegExp(`\\?run=${runId}$`));
    await expect(editor.node("Alpha").getByText("Failed")).toBeVisible();
    // Looking through the runs is one step for Back.
    await runs.nth(0).click();
    await expect(page).toHaveURL(new RegExp(`\\?run=${other}$`));
    await page.reload();
    await expect(editor.node("Alpha").getByText("Failed")).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(new RegExp(`/scenarios/${id}$`));
    await expect(editor.inspector).toBeVisible();

    await page.goto(`/runs/${runId}`);
    await page.getByRole("link", { name: "Show in the editor" }).click();
    await expect(page).toHaveURL(new RegExp(`/scenarios/${id}\\?run=${runId}$`));
    await expect(barOf(page).getByText("You see a run, not the draft.")).toBeVisible();
    await expect(editor.node("Beta").getByText("Skipped")).toBeVisible();
    await barOf(page).getByRole("button", { name: "Back to the draft" }).click();
    await expect(editor.inspector).toBeVisible();
  });

  test("that does not exist, or is another scenario's, is told at once", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain(), "The one");
    const elsewhere = await makeScenario(page, baseURL, chain(), "The other");
    const runId = await runOf(page, baseURL, elsewhere);
    await page.goto(`/scenarios/${id}?run=run_unknown`);
    await expect(page.getByText("There is no run with this id")).toBeVisible();
    await barOf(page).getByRole("button", { name: "Back to the draft" }).click();
    await expect(editorOf(page).inspector).toBeVisible();
    await page.goto(`/scenarios/${id}?run=${runId}`);
    await expect(page.getByText("It is one of “The other”.")).toBeVisible();
    await page.getByRole("link", { name: "Show it there" }).click();
    await expect(page).toHaveURL(new RegExp(`/scenarios/${elsewhere}\\?run=${runId}$`));
    await expect(editorOf(page).node("Alpha").getByText("Failed")).toBeVisible();
  });

  test("tells why a node waits and when it is tried next, and draws what was not used otherwise", async ({
    page,
    baseURL,
  }) => {
    const receiver = await startReceiver();
    try {
      receiver.script("/away", { status: 503 });
      const away = webhook("a", "Alpha", 360);
      Object.assign(away.config, { webhookUrl: receiver.url("/away"), retryAttempts: 5 });
      const refused = webhook("b", "Beta", 360, 200);
      const id = await makeScenario(page, baseURL, {
        nodes: [trigger(), away, refused, webhook("c", "Gamma", 720, 200)],
        edges: [edge("t", "a"), edge("t", "b"), edge("b", "c")],
      });
      const runId = await runOf(page, baseURL, id);
      const editor = editorOf(page);
      await page.goto(`/scenarios/${id}?run=${runId}`);
      await expect(editor.node("Alpha").getByText(/^Retrying/)).toBeVisible();
      await editor.node("Alpha").click();
      const side = page.getByRole("region", { name: "Node of the run" });
      await expect(side.getByText(/It waits for its delivery to arrive\. /)).toBeVisible();
      await expect(side.getByText(/\d\w\w of 6 attempts/)).toBeVisible();
      await expect(side.getByText(/503/).first()).toBeVisible();
      const link = side.getByRole("link", { name: "Open the delivery" });
      const deliveryId = (await link.getAttribute("href"))?.split("/").at(-1);

      await expect(editor.node("Beta").getByText("Failed")).toBeVisible();
      await editor.node("Beta").click();
      await expect(side.getByText(/nothing accepts connections on that port/)).toBeVisible();
      await expect(side.getByText(/^Check that the receiver is running/)).toBeVisible();
      const styleOf = (connection: string) =>
        page
          .locator(`.react-flow__edge[data-id="${connection}"] .react-flow__edge-path`)
          .evaluate((path) => {
            const { stroke, strokeDasharray } = getComputedStyle(path);
            return `${stroke} ${strokeDasharray}`;
          });
      const styles = await Promise.all(["t-a", "t-b", "b-c"].map(styleOf));
      expect(new Set(styles).size).toBe(3);

      await page.goto(`/runs/${runId}`);
      await page.getByText("Alpha", { exact: true }).last().click();
      await expect(page.getByText(/\d\w\w of 6 attempts/)).toBeVisible();
      await call(page, baseURL, "POST", `/deliveries/${deliveryId}/cancel`);
    } finally {
      await receiver.close();
    }
  });
});

test.describe("a conflict", () => {
  const compare = async (page: Page, name: string) => {
    const editor = editorOf(page);
    await editor.node("Alpha").click();
    await editor.name.fill(name);
    await page.getByRole("button", { name: "Compare and decide" }).click();
    return page.getByRole("dialog", { name: "Two versions of this scenario" });
  };
  const namesOf = async (page: Page, baseURL: string | undefined, id: string) =>
    (await stored(page, baseURL, id)).graph.nodes.map(({ name }) => name);

  test("about different nodes can keep both sides; undo takes mine out and leaves theirs", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await saveElsewhere(page, baseURL, id, renamed("Theirs", 2));
    const dialog = await compare(page, "Mine");
    await dialog.getByRole("button", { name: "Keep both" }).click();
    await expect(dialog).toBeHidden();
    await editor.saved();
    await expect(editor.node("Theirs")).toBeVisible();
    expect(await namesOf(page, baseURL, id)).toEqual([undefined, "Mine", "Theirs"]);
    await editor.undo.click();
    await editor.saved();
    await expect.poll(() => namesOf(page, baseURL, id)).toEqual([undefined, "Alpha", "Theirs"]);
    await expect(editor.undo).toBeDisabled();
  });

  test("about the same node says why both can't be kept, and the other ways stay", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    await openEditor(page, id);
    await saveElsewhere(page, baseURL, id, renamed("Theirs"));
    const dialog = await compare(page, "Mine");
    await expect(dialog.getByText("Both changed “Alpha”, in different ways.")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Keep both" })).toHaveCount(0);
    for (const way of [/^Take theirs/, /as a copy$/, /^Keep mine/]) {
      await expect(dialog.getByRole("button", { name: way })).toBeEnabled();
    }
    expect(await namesOf(page, baseURL, id)).toEqual([undefined, "Theirs", "Beta"]);
  });

  test("met again while both are being kept does not discard what was brought together", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await saveElsewhere(page, baseURL, id, renamed("Theirs", 2));
    const dialog = await compare(page, "Mine");
    await expect(dialog.getByText("“Beta” was renamed to “Theirs”")).toBeVisible();
    await saveElsewhere(page, baseURL, id, renamed("Start", 0));
    await dialog.getByRole("button", { name: "Keep both" }).click();
    // The second one is about what is new to it alone.
    await expect(dialog.getByText(/was renamed to “Start”/)).toBeVisible();
    await expect(dialog.getByText("“Alpha” was renamed to “Mine”")).toBeVisible();
    await expect(dialog.getByText("“Beta” was renamed to “Theirs”")).toHaveCount(0);
    await dialog.getByRole("button", { name: "Keep both" }).click();
    await expect(dialog).toBeHidden();
    await editor.saved();
    expect(await namesOf(page, baseURL, id)).toEqual(["Start", "Mine", "Theirs"]);
  });
});

test.describe("going live", () => {
  test("the first activation says what happens from now on, and can be taken back", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await page.getByRole("button", { name: "Activate" }).click();
    const note = page.getByRole("listitem").filter({ hasText: "The scenario is active." });
    await expect(note).toContainText(
      "From now on, when an order is created: POST to 127.0.0.1:9/hook and POST to 127.0.0.1:9/hook.",
    );
    await note.getByRole("button", { name: "Take it back" }).click();
    await expect(editor.bar.getByText("Paused", { exact: true })).toBeVisible();
    expect((await stored(page, baseURL, id)).status).toBe("paused");
  });

  test("a paused scenario with changes shows them, and what will happen, before it goes live again", async ({
    page,
    baseURL,
  }) => {
    const id = await withVersions(page, baseURL);
    await openEditor(page, id);
    await page.getByRole("button", { name: "Activate" }).click();
    const dialog = page.getByRole("dialog", { name: "Activate with the changes?" });
    await expect(dialog.getByText("“Two” was renamed to “Three”")).toBeVisible();
    await expect(dialog.getByText(/^From now on, when an order is created: POST/)).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Activate" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    const { status, publishedVersion } = await stored(page, baseURL, id);
    expect({ status, publishedVersion }).toEqual({ status: "active", publishedVersion: 3 });
    await call(page, baseURL, "POST", `/scenarios/${id}/deactivate`);
  });

  test("what was not seen is not published: while the difference can't be read, the button waits", async ({
    page,
    baseURL,
  }) => {
    const id = await withVersions(page, baseURL);
    await openEditor(page, id);
    await page.route("**/versions/2", (route) => route.fulfill({ status: 503, body: "down" }));
    await page.getByRole("button", { name: "Activate" }).click();
    const dialog = page.getByRole("dialog", { name: "Activate with the changes?" });
    await expect(dialog.getByRole("button", { name: "Try again" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("button", { name: "Activate" })).toBeDisabled();
    expect((await stored(page, baseURL, id)).status).toBe("paused");
    await page.unroute("**/versions/2");
    await dialog.getByRole("button", { name: "Try again" }).click();
    await expect(dialog.getByText("“Two” was renamed to “Three”")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Activate" })).toBeEnabled();
  });
});

test.describe("what is not saved yet", () => {
  const SAVES = "**/api/v1/scenarios/*/operations";

  test("a new name of the scenario survives leaving at once, by Back from the field or by a link", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain(), "Before");
    await page.route(`**/api/v1/scenarios/${id}`, async (route) => {
      if (route.request().method() === "PATCH") await settledBox(page.locator("body"));
      await route.continue();
    });
    await page.goto("/scenarios");
    await page.getByRole("link", { name: "Before" }).first().click();
    await page.getByLabel("Scenario name").fill("By Back");
    // The cursor is still in the field when the page goes.
    await page.goBack();
    await expect(page.getByRole("link", { name: "By Back" }).first()).toBeVisible();
    await page.getByRole("link", { name: "By Back" }).first().click();
    await expect(page.getByLabel("Scenario name")).toHaveValue("By Back");
    await page.getByLabel("Scenario name").fill("By link");
    await page.getByRole("link", { name: "Back to scenarios" }).click();
    await expect(page.getByRole("link", { name: "By link" }).first()).toBeVisible();
  });

  test("a name that is refused stays in its field, and closing the tab asks first", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain(), "Before");
    const editor = await openEditor(page, id);
    await page.route(`**/api/v1/scenarios/${id}`, (route) =>
      route.request().method() === "PATCH"
        ? route.fulfill({ status: 503, body: "down" })
        : route.continue(),
    );
    await page.getByLabel("Scenario name").fill("After");
    await expect(editor.state).toHaveText("Not saved: still being entered");
    await page.keyboard.press("Enter");
    await expect(page.getByText(/^Not renamed: /)).toBeVisible();
    await expect(page.getByLabel("Scenario name")).toHaveValue("After");
    const asked = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await page.unroute(`**/api/v1/scenarios/${id}`);
    await page.getByLabel("Scenario name").press("Enter");
    await expect(editor.state).toHaveText(/^Saved/);
    await page.reload();
    await expect(page.getByLabel("Scenario name")).toHaveValue("After");
  });

  test("a browser without room for a copy never says that one is kept", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await page.evaluate(() => {
      // Fills the storage of the tab to the last few characters.
      for (let size = 4_000_000, at = 0; size >= 100; at++) {
        try {
          sessionStorage.setItem(`fill-${at}`, "x".repeat(size));
        } catch {
          size = Math.floor(size / 2);
        }
      }
    });
    await page.route(SAVES, (route) => route.abort());
    await editor.node("Alpha").click();
    await editor.name.fill("Without a copy");
    await expect(page.getByRole("alert").filter({ hasText: "Not saved: " })).toContainText(
      "This browser has no room for a copy of it either",
    );
    await page.getByRole("link", { name: "Runs", exact: true }).click();
    const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
    await expect(question).toContainText("lost if you leave");
    await question.getByRole("button", { name: "Stay here" }).click();
    await page.unroute(SAVES);
    await page.getByRole("button", { name: "Try again" }).click();
    await editor.saved();
    await expect(page.getByText(/no room for a copy/)).toHaveCount(0);
  });

  test("a copy belongs to its tab and its scenario: neither another tab nor another scenario is offered it", async ({
    page,
    baseURL,
    context,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const another = await makeScenario(page, baseURL, chain());
    page.on("dialog", (dialog) => dialog.accept());
    await page.route(SAVES, (route) => route.abort());
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await editor.name.fill("Of this tab");
    await expect(page.getByRole("alert").filter({ hasText: "Not saved" })).toBeVisible();
    const offerIn = (tab: Page) => tab.getByRole("region", { name: "Unsaved changes" });
    const otherTab = await context.newPage();
    await openEditor(otherTab, id);
    await expect(offerIn(otherTab)).toHaveCount(0);
    await openEditor(page, another);
    await expect(offerIn(page)).toHaveCount(0);
    await openEditor(page, id);
    await expect(offerIn(page)).toBeVisible();
  });
});
