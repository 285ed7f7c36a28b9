import type { Locator, Page } from "@playwright/test";
import { expect, owner } from "./test";

type Cookies = Parameters<ReturnType<Page["context"]>["addCookies"]>[0];
let cookies: Cookies | undefined;

/**
 * Signs in by the API, once for all tests of a worker: signing in is limited per minute, and its
 * pages have a test of their own.
 */
export async function signIn(page: Page, baseURL: string | undefined): Promise<void> {
  const context = page.context();
  if (cookies) return context.addCookies(cookies);
  const answer = await page.request.post(`${baseURL}/api/auth/sign-in/email`, {
    data: { email: owner.email, password: owner.password },
    headers: { origin: String(baseURL) },
  });
  expect(answer.ok()).toBe(true);
  cookies = await context.cookies();
}

interface GraphInput {
  nodes: object[];
  edges: object[];
}

const api = (page: Page, baseURL: string | undefined) => ({
  headers: { origin: String(baseURL), prefer: "handling=lenient" },
  url: (path: string) => `${baseURL}/api/v1/scenarios${path}`,
  request: page.request,
});

/** Asks the REST API with the session of the page. */
export async function call<T = unknown>(
  page: Page,
  baseURL: string | undefined,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  data?: unknown,
): Promise<{ status: number; json: T }> {
  const { headers, request } = api(page, baseURL);
  const answer = await request.fetch(`${baseURL}/api/v1${path}`, { method, data, headers });
  const text = await answer.text();
  return { status: answer.status(), json: (text === "" ? null : JSON.parse(text)) as T };
}

/** Saves another draft as somebody else would, on top of the stored revision. */
export async function saveElsewhere(
  page: Page,
  baseURL: string | undefined,
  id: string,
  change: (graph: StoredScenario["graph"]) => void,
): Promise<void> {
  const { revision, graph } = await stored(page, baseURL, id);
  change(graph);
  const path = `/scenarios/${id}/draft`;
  const { status } = await call(page, baseURL, "PUT", path, { baseRevision: revision, graph });
  expect(status).toBe(200);
}

/** Publishes the stored draft over REST. */
export async function activate(page: Page, baseURL: string | undefined, id: string): Promise<void> {
  const { status } = await call(page, baseURL, "POST", `/scenarios/${id}/activate`, {});
  expect(status).toBe(200);
}

/** A scenario made over REST with the session of the page. Returns its id. */
export async function makeScenario(
  page: Page,
  baseURL: string | undefined,
  graph: GraphInput,
  name = "Editor test",
): Promise<string> {
  const { headers, url, request } = api(page, baseURL);
  const answer = await request.post(url(""), { data: { name, graph }, headers });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

export interface StoredNode {
  id: string;
  name?: string;
  position?: { x: number; y: number };
  disabled?: boolean;
  note?: string;
  config: Record<string, unknown>;
}

export interface StoredEdge {
  id: string;
  source: string;
  sourcePort: string;
  target: string;
}

export interface StoredScenario {
  status: string;
  revision: number;
  publishedVersion: number | null;
  updatedBy: { name: string } | null;
  graph: { nodes: StoredNode[]; edges: StoredEdge[] };
}

/** The scenario as the server has it. */
export async function stored(
  page: Page,
  baseURL: string | undefined,
  id: string,
): Promise<StoredScenario> {
  const { url, request } = api(page, baseURL);
  return (await (await request.get(url(`/${id}`))).json()) as StoredScenario;
}

export const trigger = (id = "t", x = 0, y = 0) => ({
  id,
  operation: "traderlaunchpad.orderCreated",
  position: { x, y },
  config: { triggerType: "orderCreated", enabled: true },
});

export const webhook = (id: string, name: string, x: number, y = 0) => ({
  id,
  operation: "webhooks.send",
  name,
  position: { x, y },
  config: { webhookUrl: "http://127.0.0.1:9/hook", retryAttempts: 0, timeout: 5 },
});

export const edge = (source: string, target: string) => ({
  id: `${source}-${target}`,
  source,
  target,
});

/** Trigger → A → B. */
export const chain = () => ({
  nodes: [trigger(), webhook("a", "Alpha", 360), webhook("b", "Beta", 720)],
  edges: [edge("t", "a"), edge("a", "b")],
});

/** The open editor, as its users see it. */
export function editorOf(page: Page) {
  const nodes = page.locator(".react-flow__node");
  const bar = page.locator("header").filter({ has: page.getByLabel("Scenario name") });
  return {
    bar,
    /** Saving, Saved or Not saved, in words. */
    state: bar.getByRole("status").first(),
    nodes,
    edges: page.locator(".react-flow__edge"),
    node: (name: string): Locator => nodes.filter({ hasText: name }),
    inspector: page.getByRole("region", { name: "Inspector" }),
    announcement: page.locator("[data-announcement]"),
    name: page.getByLabel("Node name"),
    selected: page.locator(".react-flow__node.selected"),
    source: (name: string): Locator => nodes.filter({ hasText: name }).locator(".source").last(),
    target: (name: string): Locator => nodes.filter({ hasText: name }).locator(".target").last(),
    undo: page.getByRole("button", { name: "Undo" }),
    redo: page.getByRole("button", { name: "Redo" }),
    pane: page.locator(".react-flow__pane"),
    /** Waits until everything is on the server. */
    saved: () => expect(page.getByText(/^Saved \d/).first()).toBeVisible(),
  };
}

/** Opens a scenario's editor and waits until the canvas is at rest. */
export async function openEditor(page: Page, id: string) {
  await page.goto(`/scenarios/${id}`);
  const editor = editorOf(page);
  await expect(editor.nodes.first()).toBeVisible();
  await settledBox(editor.nodes.first());
  return editor;
}

/** Where something is once it has come to rest. */
export async function settledBox(locator: Locator) {
  let last = "";
  await expect(async () => {
    const now = JSON.stringify(await locator.boundingBox());
    const before = last;
    last = now;
    expect(now).toBe(before);
  }).toPass({ intervals: [200] });
  const box = await locator.boundingBox();
  if (!box) throw new Error("it is not on screen");
  return box;
}

/** Drags with the mouse, in steps that a page's handlers see. */
export async function drag(
  page: Page,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 12 });
  await page.mouse.up();
}

export const middleOf = ({ x, y, width, height }: Awaited<ReturnType<typeof settledBox>>) => ({
  x: x + width / 2,
  y: y + height / 2,
});

/** Drags something by its middle. */
export async function dragBy(page: Page, locator: Locator, by: { x: number; y: number }) {
  const from = middleOf(await settledBox(locator));
  await drag(page, from, { x: from.x + by.x, y: from.y + by.y });
}

/** Clicks the line of a connection near its beginning: its middle is its plus. */
export async function clickConnection(
  page: Page,
  from: string,
  to: string,
  button: "left" | "right" = "left",
): Promise<void> {
  const line = page.getByLabel(`Connection from ${from} to ${to}`).locator("path").first();
  const point = await line.evaluate((path: SVGPathElement) => {
    const { x, y } = path.getPointAtLength(path.getTotalLength() * 0.15);
    const screen = new DOMPoint(x, y).matrixTransform(path.getScreenCTM() ?? undefined);
    return { x: screen.x, y: screen.y };
  });
  await page.mouse.click(point.x, point.y, { button });
}

/** The zoom of the canvas. */
export const zoomOf = (page: Page): Promise<number> =>
  page
    .locator(".react-flow__viewport")
    .evaluate((viewport) => new DOMMatrix(getComputedStyle(viewport).transform).a);

/** Turns the mouse wheel over a point until the canvas has this zoom. */
export async function zoomTo(page: Page, zoom: number, over: { x: number; y: number }) {
  await page.mouse.move(over.x, over.y);
  // React Flow halves or doubles with every 500 px of the wheel.
  await expect(async () => {
    await page.mouse.wheel(0, -500 * Math.log2(zoom / (await zoomOf(page))));
    await expect.poll(() => zoomOf(page), { timeout: 500 }).toBeCloseTo(zoom, 2);
  }).toPass();
}

/** What the keyboard's paste gives the page, as from another program. */
export const pasteText = (page: Page, text: string) =>
  page.evaluate((content) => {
    const data = new DataTransfer();
    data.setData("text/plain", content);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  }, text);
