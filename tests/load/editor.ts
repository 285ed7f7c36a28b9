/**
 * `npm run bench:editor`: the scenario editor with 500 nodes and 700 connections, in the production
 * build and real Chromium. Prints a table, then one line of JSON.
 */
import { randomUUID } from "node:crypto";
import { chromium, type Page } from "@playwright/test";
import { ensureBrowser } from "../../scripts/lib/browser.mjs";
import { prepare } from "../../scripts/lib/prepare.mjs";
import { startProduct } from "../../scripts/lib/test-product.mjs";
import { middleCard } from "../fixtures/middle-card";
import { largeScenario } from "./large-scenario";

const OPENINGS = 5;
const DRAG_STEPS = 120;

const owner = { email: "bench@example.com", password: randomUUID() };

async function main() {
  await prepare({ engine: true, web: true });
  const executablePath = await ensureBrowser();
  const product = await startProduct();
  try {
    const browser = await chromium.launch({
      executablePath,
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-background-networking",
      ],
    });
    try {
      const context = await browser.newContext({
        baseURL: product.url,
        viewport: { width: 1280, height: 720 },
      });
      report(await measure(await context.newPage(), product.url));
    } finally {
      await browser.close();
    }
  } finally {
    await product.stop();
  }
}

async function measure(page: Page, url: string) {
  // tsx names functions with this helper, which the page does not have.
  await page.addInitScript("globalThis.__name = (named) => named");
  const headers = { origin: url };
  const post = async (path: string, data: object) => {
    const answer = await page.request.post(path, { data, headers });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
  await post("/api/setup", owner);
  const graph = largeScenario();
  const { id } = await post("/api/v1/scenarios", { name: "500 nodes", graph });

  const openings: number[] = [];
  for (let at = 0; at < OPENINGS; at++) {
    await page.goto("/orders");
    await page.goto(`/scenarios/${id}`);
    openings.push(await readyAfterMs(page));
  }

  // Near enough that the cards are worked with, as when a part of a large scenario is edited.
  const zoomIn = page.getByRole("button", { name: "Zoom In" });
  for (let at = 0; at < 8; at++) await zoomIn.click();
  const { box } = await middleCard(page);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(watchFrames);
  await page.mouse.down();
  for (let step = 1; step <= DRAG_STEPS; step++) {
    const turn = (step / DRAG_STEPS) * Math.PI * 2;
    await page.mouse.move(
      box.x + box.width / 2 + Math.sin(turn) * 120,
      box.y + box.height / 2 + (1 - Math.cos(turn)) * 60,
    );
  }
  await page.mouse.up();
  const { frames, rendered } = await page.evaluate(() => {
    const { frames, counts } = (globalThis as unknown as Watch).watch;
    return { frames, rendered: Object.keys(counts).filter((one) => !one.includes("-")).length };
  });
  return {
    nodes: graph.nodes.length,
    edges: graph.edges.length,
    openMs: Math.round(percentile(openings, 50)),
    openMaxMs: Math.round(Math.max(...openings)),
    dragFrames: frames.length,
    dragFrameP50Ms: round(percentile(frames, 50)),
    dragFrameP95Ms: round(percentile(frames, 95)),
    rerenderedNodes: rendered,
  };
}

/** From the navigation until the cards are drawn and the page answers again, in milliseconds. */
async function readyAfterMs(page: Page): Promise<number> {
  await page.locator(".react-flow__node").first().waitFor();
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        // Two frames: what was asked for before them has been drawn.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
      }),
  );
}

interface Watch {
  watch: { frames: number[]; counts: Record<string, number> };
}

/** In the page: the time between frames from now on, and which cards are rendered. */
function watchFrames() {
  const watch: Watch["watch"] = { frames: [], counts: {} };
  let last = performance.now();
  const frame = (now: number) => {
    watch.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const countRender = (id: string) => {
    watch.counts[id] = (watch.counts[id] ?? 0) + 1;
  };
  Object.assign(globalThis, { watch, countRender });
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

const round = (value: number) => Math.round(value * 10) / 10;

function report(figures: Awaited<ReturnType<typeof measure>>) {
  console.table(figures);
  console.log(JSON.stringify(figures));
}

await main();
