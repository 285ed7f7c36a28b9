import type { Page } from "@playwright/test";
import { startReceiver } from "../fixtures/receiver";
import {
  activate,
  call,
  chain,
  edge,
  makeScenario,
  openEditor,
  saveElsewhere,
  signIn,
  stored,
  trigger,
  webhook,
} from "./support/editor";
import { expect, owner, test } from "./support/test";

test.beforeEach(async ({ page, baseURL }) => signIn(page, baseURL));

interface Runs {
  items: { id: string; versionNumber: number | null; status: string; isTest: boolean }[];
}

const runsOf = async (page: Page, baseURL: string | undefined, id: string) =>
  (await call<Runs>(page, baseURL, "GET", `/runs?scenarioId=${id}`)).json.items;

const renamed = (name: string) => (graph: { nodes: { name?: string }[] }) => {
  Object.assign(graph.nodes[1] ?? {}, { name });
};

test.describe("publishing", () => {
  test("when activation fails, it stays as it was, live version included, and says why", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const editor = await openEditor(page, id);
    await page.route("**/activate", (route) =>
      route.fulfill({
        status: 503,
        contentType: "application/problem+json",
        body: JSON.stringify({ status: 503, code: "unavailable", detail: "The trigger is away." }),
      }),
    );
    await page.getByRole("button", { name: "Activate" }).click();
    await expect(page.getByText("The trigger is away.").first()).toBeVisible();
    await expect(editor.bar.getByText("Draft", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Activate" })).toBeEnabled();
    await page.unroute("**/activate");
    await page.getByRole("button", { name: "Activate" }).click();
    await expect(page.getByRole("button", { name: "Deactivate" })).toBeVisible();

    await editor.node("Beta").click();
    await editor.name.fill("");
    await page.getByLabel("Webhook URL").fill("ftp://no");
    await editor.saved();
    await page.getByRole("button", { name: "Publish changes" }).click();
    await expect(page.getByRole("region", { name: "Send Webhook" })).toBeVisible();
    const { status, publishedVersion } = await stored(page, baseURL, id);
    expect({ status, publishedVersion }).toEqual({ status: "active", publishedVersion: 1 });
    await call(page, baseURL, "POST", `/scenarios/${id}/deactivate`);
  });

  test("what is published over an older version shows what that takes back, and who saved it", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    await activate(page, baseURL, id);
    await saveElsewhere(page, baseURL, id, renamed("Of version 2"));
    await activate(page, baseURL, id);
    const editor = await openEditor(page, id);
    await page.getByRole("button", { name: "More commands" }).click();
    await page.getByRole("menuitem", { name: "Version history" }).click();
    await page.getByRole("button", { name: /^Version 1/ }).click();
    await page.getByRole("button", { name: "Restore into the draft" }).click();
    await editor.saved();
    await page.getByRole("button", { name: "Publish changes" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(/made from version 1; version 2 is live/)).toBeVisible();
    await expect(dialog.getByText("“Of version 2” was renamed to “Alpha”")).toBeVisible();
    const { updatedBy } = await stored(page, baseURL, id);
    await expect(dialog.getByText(updatedBy?.name ?? owner.name)).toBeVisible();
    // Enter alone does not force it; its button does.
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    expect((await stored(page, baseURL, id)).publishedVersion).toBe(2);
    await page.getByRole("button", { name: "Publish changes" }).click();
    await dialog.getByRole("button", { name: "Publish anyway" }).click();
    await expect(dialog).toBeHidden();
    expect((await stored(page, baseURL, id)).publishedVersion).toBe(3);
    await call(page, baseURL, "POST", `/scenarios/${id}/deactivate`);
  });

  test("over a version that somebody else has published meanwhile, it is refused", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    await activate(page, baseURL, id);
    await call(page, baseURL, "POST", `/scenarios/${id}/deactivate`);
    await openEditor(page, id);
    await saveElsewhere(page, baseURL, id, renamed("Theirs"));
    await activate(page, baseURL, id);
    await call(page, baseURL, "POST", `/scenarios/${id}/deactivate`);
    await page.getByRole("button", { name: "Activate" }).click();
    await expect(page.getByText(/Somebody else has published a version meanwhile/)).toBeVisible();
    // What it would take back of theirs is shown before it can be done.
    const dialog = page.getByRole("dialog", { name: "Activate with the changes?" });
    await expect(dialog.getByText("“Theirs” was renamed to “Alpha”")).toBeVisible();
    await dialog.getByRole("button", { name: "Not yet" }).click();
    expect((await stored(page, baseURL, id)).status).toBe("paused");
  });

  test("an event runs once, on the live version, however often it was published, never on the draft, and not when paused", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    const witness = await makeScenario(page, baseURL, chain());
    await activate(page, baseURL, witness);
    for (let version = 1; version <= 10; version++) {
      await saveElsewhere(page, baseURL, id, renamed(`Version ${version}`));
      await activate(page, baseURL, id);
    }
    await saveElsewhere(page, baseURL, id, renamed("The draft"));
    const order = () => call(page, baseURL, "POST", "/orders/mock", {});
    const reached = (count: number) =>
      expect
        .poll(async () => (await runsOf(page, baseURL, witness)).length, { timeout: 15_000 })
        .toBe(count);
    expect((await order()).status).toBe(201);
    await reached(1);
    const [run, ...more] = await runsOf(page, baseURL, id);
    expect(more).toEqual([]);
    expect(run?.versionNumber).toBe(10);
    const { json } = await call<{ graph: { nodes: { name?: string }[] } }>(
      page,
      baseURL,
      "GET",
      `/runs/${run?.id}`,
    );
    expect(json.graph.nodes[1]?.name).toBe("Version 10");
    // Saving the draft of a paused scenario does not start it.
    await call(page, baseURL, "POST", `/scenarios/${id}/deactivate`);
    await saveElsewhere(page, baseURL, id, renamed("Edited while paused"));
    await order();
    await reached(2);
    expect(await runsOf(page, baseURL, id)).toHaveLength(1);
    await call(page, baseURL, "POST", `/scenarios/${witness}/deactivate`);
  });
});

test.describe("a run on the canvas", () => {
  test("is there to be read: no key changes the draft behind it, and it leaves no entry", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    await call(page, baseURL, "POST", `/scenarios/${id}/test`, {});
    const editor = await openEditor(page, id);
    await editor.node("Alpha").click();
    await page.keyboard.press("Control+c");
    await page.getByRole("button", { name: "Last runs" }).click();
    await page.getByRole("region", { name: "Last runs" }).getByRole("listitem").first().click();
    await expect(editor.node("Alpha").getByText("Failed")).toBeVisible();
    await editor.node("Beta").click();
    for (const press of ["Delete", "Control+x", "Control+v", "Control+d", "Control+z"]) {
      await page.keyboard.press(press);
    }
    await page.getByRole("button", { name: "Back to the draft" }).click();
    await expect(editor.nodes).toHaveCount(3);
    await expect(editor.undo).toBeDisabled();
    expect((await stored(page, baseURL, id)).revision).toBe(1);
  });

  test("keeps its graph and outcome while the scenario is edited under it, and after it was deleted", async ({
    page,
    baseURL,
  }) => {
    const receiver = await startReceiver();
    try {
      receiver.script("/slow", { delayMs: 1500 });
      const graph = chain();
      for (const node of graph.nodes.slice(1)) {
        Object.assign(node.config, { webhookUrl: receiver.url("/slow") });
      }
      const id = await makeScenario(page, baseURL, graph);
      const editor = await openEditor(page, id);
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await page.getByRole("menuitem", { name: "With the sample order" }).click();
      await receiver.waitFor(1, "/slow");
      await saveElsewhere(page, baseURL, id, (draft) => {
        Object.assign(draft, { nodes: draft.nodes.slice(0, 1), edges: [] });
      });
      for (const name of ["Alpha", "Beta"]) {
        await expect(editor.node(name).getByText("Succeeded")).toBeVisible();
      }
      expect(receiver.requestsTo("/slow")).toHaveLength(2);
      const [run] = await runsOf(page, baseURL, id);
      await call(page, baseURL, "DELETE", `/scenarios/${id}`);
      await page.goto(`/runs/${run?.id}`);
      await expect(editor.nodes).toHaveCount(3);
      await expect(editor.edges).toHaveCount(2);
      await expect(editor.node("Beta").getByText("Succeeded")).toBeVisible();
    } finally {
      await receiver.close();
    }
  });

  test("never loads for ever: it says what is wrong, and goes on when the server answers again", async ({
    page,
    baseURL,
  }) => {
    const id = await makeScenario(page, baseURL, chain());
    await call(page, baseURL, "POST", `/scenarios/${id}/test`, {});
    const editor = await openEditor(page, id);
    const RUN = /\/api\/v1\/runs\/run_/;
    await page.route(RUN, (route) => route.abort());
    await page.getByRole("button", { name: "Last runs" }).click();
    await page.getByRole("region", { name: "Last runs" }).getByRole("listitem").first().click();
    await expect(page.getByRole("button", { name: /Try again|Retry/ })).toBeVisible();
    await page.unroute(RUN);
    await page.getByRole("button", { name: /Try again|Retry/ }).click();
    await expect(editor.node("Alpha").getByText("Failed")).toBeVisible();
    // What was read stays when the connection goes.
    await page.route(RUN, (route) => route.abort());
    await expect(async () => {
      const asked = page.waitForRequest(RUN, { timeout: 500 });
      await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
      await asked;
    }).toPass();
    await expect(editor.nodes).toHaveCount(3);
    await expect(editor.edges).toHaveCount(2);
  });
});

test("offline, everything can be read, connections included; back online, what was typed is saved by itself", async ({
  page,
  baseURL,
  context,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  const editor = await openEditor(page, id);
  await context.setOffline(true);
  await editor.node("Alpha").click();
  await editor.name.fill("Typed offline");
  await expect(page.getByText(/^Not saved: /).first()).toBeVisible();
  await editor.node("Beta").click();
  await expect(page.getByLabel("Webhook URL")).toBeVisible();
  await expect(editor.nodes).toHaveCount(3);
  await expect(editor.edges).toHaveCount(2);
  await context.setOffline(false);
  await editor.saved();
  expect((await stored(page, baseURL, id)).graph.nodes[1]?.name).toBe("Typed offline");
});

test("where there is no data yet, a quiet sentence says so, not an error", async ({
  page,
  baseURL,
}) => {
  const id = await makeScenario(page, baseURL, chain());
  await openEditor(page, id);
  await page.getByRole("button", { name: "Last runs" }).click();
  await expect(page.getByText(/It has not run yet/)).toBeVisible();
  await page.getByRole("button", { name: "More commands" }).click();
  await page.getByRole("menuitem", { name: "Version history" }).click();
  await expect(page.getByText(/Nothing has been published yet/)).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: /\w/ })).toHaveCount(0);
});

test("500 nodes with a problem each open, and no card is drawn over and over", async ({
  page,
  baseURL,
}) => {
  const nodes = Array.from({ length: 499 }, (_, index) => ({
    ...webhook(
      `n${index}`,
      `Node ${index}`,
      300 + (index % 25) * 340,
      Math.floor(index / 25) * 140,
    ),
    config: { webhookUrl: "" },
  }));
  const edges = nodes.map(({ id }, index) => edge(index === 0 ? "t" : `n${index - 1}`, id));
  const id = await makeScenario(page, baseURL, { nodes: [trigger(), ...nodes], edges });
  await page.addInitScript(() => {
    const counts: Record<string, number> = {};
    Object.assign(globalThis, {
      counts,
      countRender: (one: string) => {
        counts[one] = (counts[one] ?? 0) + 1;
      },
    });
  });
  await openEditor(page, id);
  await expect(page.getByRole("button", { name: "499 problems" })).toBeVisible();
  const counts = await page.evaluate(
    () => (globalThis as unknown as { counts: Record<string, number> }).counts,
  );
  expect(Object.keys(counts).length).toBeGreaterThan(100);
  expect(Math.max(...Object.values(counts))).toBeLessThanOrEqual(4);
});
