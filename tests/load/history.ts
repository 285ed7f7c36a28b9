/**
 * `npm run bench:history [-- --deliveries N]`: how fast the lists answer beside a long history, over
 * HTTP and signed in, and when the page can be used. Prints a table, then one line of JSON.
 */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { Client } from "pg";
import { ensureBrowser } from "../../scripts/lib/browser.mjs";
import { prepare } from "../../scripts/lib/prepare.mjs";
import { readRuntime } from "../../scripts/lib/runtime.mjs";
import { startProduct } from "../../scripts/lib/test-product.mjs";
import { seedHistory } from "./history-rows";

const TIMES = 40;
const WARM_UP = 5;
const OPENINGS = 5;
const DAY_MS = 86_400_000;

const { values } = parseArgs({ options: { deliveries: { type: "string", default: "1000000" } } });
const wanted = Number(values.deliveries);
if (!Number.isInteger(wanted) || wanted < 1) {
  console.error("--deliveries must be a whole number from 1 on.");
  process.exit(1);
}

interface Figures {
  p50Ms: number;
  p95Ms: number;
}

async function main() {
  await prepare({ engine: true, web: true });
  const executablePath = await ensureBrowser();
  const product = await startProduct();
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-background-networking",
    ],
  });
  try {
    const client = new Client({ connectionString: readRuntime(product.dataDir)?.databaseUrl });
    await client.connect();
    const began = Date.now();
    const made = await seedHistory(client, wanted);
    console.log(`Seeded in ${Math.round((Date.now() - began) / 1000)} s.`);
    const scenarios = await client.query<{ id: string }>("select id from scenarios limit 1");
    await client.end();

    const context = await browser.newContext({
      baseURL: product.url,
      viewport: { width: 1280, height: 720 },
    });
    const page = await context.newPage();
    const owner = { email: "bench@example.com", password: randomUUID() };
    const headers = { origin: product.url };
    const setUp = await page.request.post("/api/setup", { data: owner, headers });
    if (!setUp.ok()) throw new Error(`No owner could be made: ${setUp.status()}`);

    const results: Record<string, Figures> = {};
    for (const [name, path] of queries(made.someNumbers, scenarios.rows[0]?.id ?? "")) {
      results[name] = await measure(page, path);
    }
    const pageMs = await openings(page);
    console.table(results);
    const { someNumbers: _, ...rows } = made;
    console.log(JSON.stringify({ rows, ...results, pageUsableMs: pageMs }));
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** The first page, each filter alone, and searches; a path for each repetition. */
function queries(numbers: readonly string[], scenarioId: string): [string, () => string][] {
  let turn = 0;
  const number = () => numbers[turn++ % numbers.length] ?? "";
  const since = new Date(Date.now() - DAY_MS).toISOString();
  const [from, to] = [40, 39].map((days) => new Date(Date.now() - days * DAY_MS).toISOString());
  const fixed = (query: string) => () => `/api/v1/deliveries${query}`;
  return [
    ["firstPage", fixed("")],
    ["status=failed", fixed("?status=failed")],
    ["status=retrying", fixed("?status=retrying")],
    ["scenarioId", fixed(`?scenarioId=${scenarioId}`)],
    ["event", fixed("?event=order.created")],
    ["event, unknown", fixed("?event=order.paid")],
    ["statusCode=404", fixed("?statusCode=404")],
    ["failureKind=timeout", fixed("?failureKind=timeout")],
    ["test=true", fixed("?test=true")],
    ["since", fixed(`?since=${since}`)],
    ["since, until", fixed(`?since=${from}&until=${to}`)],
    ["q, order number", () => `/api/v1/deliveries?q=${number()}`],
    ["q, email", () => `/api/v1/deliveries?q=customer${1000 + turn++}%40example.com`],
    ["q, url", fixed("?q=erp-7.example")],
    ["q, nothing", () => `/api/v1/deliveries?q=nobody${turn++}`],
    ["orders, q", () => `/api/v1/orders?q=${number()}`],
    ["runs, failed", () => "/api/v1/runs?status=failed"],
    ["overview", () => "/api/v1/overview"],
    ["overview, 30 days", () => "/api/v1/overview?range=30d&timeZone=Asia%2FKolkata"],
  ];
}

async function measure(page: Page, path: () => string): Promise<Figures> {
  const took: number[] = [];
  for (let count = -WARM_UP; count < TIMES; count++) {
    const began = performance.now();
    const answer = await page.request.get(path());
    if (!answer.ok()) throw new Error(`${path()}: ${answer.status()} ${await answer.text()}`);
    await answer.body();
    if (count >= 0) took.push(performance.now() - began);
  }
  return { p50Ms: percentile(took, 50), p95Ms: percentile(took, 95) };
}

/** From the navigation until rows can be clicked, in milliseconds: the slowest of several. */
async function openings(page: Page): Promise<number> {
  const took: number[] = [];
  for (let count = -1; count < OPENINGS; count++) {
    await page.goto("/orders");
    const began = performance.now();
    await page.goto("/deliveries");
    await page.getByRole("row").nth(5).waitFor();
    if (count >= 0) took.push(performance.now() - began);
  }
  return Math.round(Math.max(...took));
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1);
  return Math.round((sorted[index] ?? 0) * 10) / 10;
}

await main();
