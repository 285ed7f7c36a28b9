/**
 * `npm run bench:history [-- --deliveries N | --data-dir DIR] [--only TEXT]`: how fast the lists
 * answer beside a long history, over HTTP and signed in, and when the page can be used. It makes a
 * product of its own up, or asks the one that runs on DIR. Prints a table, then one line of JSON.
 */
import { parseArgs } from "node:util";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { Client } from "pg";
import { ensureBrowser } from "../../scripts/lib/browser.mjs";
import { type Facts, historyQueries } from "./history-queries";
import { seedHistory } from "./history-rows";
import { type BenchProduct, databaseUrlOf, openProduct, percentile, round } from "./product";

const TIMES = 40;
const WARM_UP = 5;
const OPENINGS = 5;

const { values } = parseArgs({
  options: {
    deliveries: { type: "string", default: "1000000" },
    "data-dir": { type: "string" },
    only: { type: "string", default: "" },
  },
});
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
  const dataDir = values["data-dir"];
  const product = await openProduct(dataDir);
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-background-networking",
    ],
  });
  try {
    const client = new Client({ connectionString: databaseUrlOf(product) });
    await client.connect();
    if (dataDir === undefined) {
      const began = Date.now();
      await seedHistory(client, wanted, { waits: true });
      console.log(`Seeded in ${Math.round((Date.now() - began) / 1000)} s.`);
    }
    const { rows, ...facts } = await factsOf(client);
    await client.end();

    const context = await browser.newContext({
      baseURL: product.url,
      viewport: { width: 1280, height: 720 },
    });
    await signIn(context, product);
    const page = await context.newPage();
    const results: Record<string, Figures> = {};
    for (const [name, path] of historyQueries(facts)) {
      if (name.includes(values.only)) results[name] = await measure(page, path);
    }
    if ("export".includes(values.only))
      results["export, first byte"] = await firstBytes(context, product);
    const pageMs = await openings(page);
    console.table(results);
    console.log(JSON.stringify({ rows, ...results, pageUsableMs: pageMs }));
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** How much there is, and some of it to look for. */
async function factsOf(client: Client): Promise<Facts & { rows: Record<string, number> }> {
  const { rows } = await client.query<Record<string, number>>(
    `select (select count(*)::int from orders) as orders, (select count(*)::int from runs) as runs,
       (select count(*)::int from deliveries) as deliveries,
       (select count(*)::int from attempts) as attempts`,
  );
  const orders = await client.query<{ number: string }>(
    "select number from orders order by random() limit 50",
  );
  const scenario = await client.query<{ id: string }>(
    `select scenario_id as id from missed_events
     union all select scenario_id from deliveries limit 1`,
  );
  return {
    rows: rows[0] ?? {},
    numbers: orders.rows.map(({ number }) => number),
    scenarioId: scenario.rows[0]?.id ?? "",
  };
}

async function signIn({ request }: BrowserContext, { url, owner }: BenchProduct): Promise<void> {
  const answer = await request.post("/api/auth/sign-in/email", {
    data: owner,
    headers: { origin: url },
  });
  if (!answer.ok()) throw new Error(`The owner could not sign in: ${answer.status()}`);
}

async function measure(page: Page, path: () => string): Promise<Figures> {
  return repeat(async () => {
    const answer = await page.request.get(path());
    if (!answer.ok()) throw new Error(`${path()}: ${answer.status()} ${await answer.text()}`);
    await answer.body();
  });
}

/** Until the export of everything begins to arrive; the rest of it is not waited for. */
async function firstBytes(context: BrowserContext, { url }: BenchProduct): Promise<Figures> {
  const cookies = await context.cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return repeat(async () => {
    const stop = new AbortController();
    const answer = await fetch(`${url}/api/v1/deliveries/export?format=ndjson`, {
      headers: { cookie },
      signal: stop.signal,
    });
    await answer.body?.getReader().read();
    stop.abort();
  });
}

async function repeat(work: () => Promise<void>): Promise<Figures> {
  const took: number[] = [];
  for (let count = -WARM_UP; count < TIMES; count++) {
    const began = performance.now();
    await work();
    if (count >= 0) took.push(performance.now() - began);
  }
  return { p50Ms: round(percentile(took, 50)), p95Ms: round(percentile(took, 95)) };
}

/** From the navigation until the first row can be clicked, in milliseconds: the slowest of several. */
async function openings(page: Page): Promise<number> {
  const took: number[] = [];
  for (let count = -1; count < OPENINGS; count++) {
    await page.goto("/orders");
    const began = performance.now();
    await page.goto("/deliveries", { waitUntil: "commit" });
    // A trial waits until it could be clicked: visible, at rest, nothing above it.
    await page.locator("tbody tr a").first().click({ trial: true });
    if (count >= 0) took.push(performance.now() - began);
  }
  return Math.round(Math.max(...took));
}

await main();
