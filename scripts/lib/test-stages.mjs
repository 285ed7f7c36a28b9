// @ts-check
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { BUILD_DIR, inRoot } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { run } from "./run-command.mjs";
import { startProduct } from "./test-product.mjs";
import { countPlaywright, countVitest, oneCheck, sum } from "./test-reports.mjs";

/**
 * @typedef {import("./test-reports.mjs").Tally} Tally
 * @typedef {{ env: NodeJS.ProcessEnv, onCleanup: (work: () => Promise<unknown>) => void }} Context
 * @typedef {(context: Context) => Promise<Tally>} Stage
 */

const STAGE_TIMEOUT_MS = 30 * 60_000;
const bin = (/** @type {string[]} */ ...parts) => inRoot("node_modules", ...parts);

/** In this order; each runs whatever became of the one before. */
export const STAGES = /** @type {Record<string, Stage>} */ ({
  lint: (context) => checkCommand("Lint", context, [bin("@biomejs/biome/bin/biome"), "check", "."]),
  types: checkTypes,
  unit: (context) => vitest("unit", context),
  engine: (context) => vitest("engine", context),
  integration: (context) => vitest("integration", context),
  build,
  // The whole product over REST, parts of it killed.
  product: (context) => vitest("product", context),
  // The same build killed at exact and at random moments, short of disk, with wrong clocks.
  chaos: (context) => vitest("chaos", context),
  e2e: endToEnd,
});

/** Which of them need a PostgreSQL beside them. */
export const NEED_DATABASE = ["unit", "engine", "integration"];

/**
 * @param {string} name
 * @param {Context} context
 * @param {string[]} args For Node.
 */
async function checkCommand(name, { env }, args) {
  const { code } = await run(process.execPath, args, {
    env,
    echo: true,
    timeoutMs: STAGE_TIMEOUT_MS,
  });
  return oneCheck(code === 0, `${name} failed (see above).`);
}

/** @param {Context} context */
async function checkTypes(context) {
  // Route types that an earlier `next dev` left behind would speak of pages that are gone.
  rmSync(inRoot(".next/dev/types"), { recursive: true, force: true });
  const generated = await checkCommand("next typegen", context, [
    bin("next/dist/bin/next"),
    "typegen",
  ]);
  if (generated.failed > 0) return generated;
  return checkCommand("Types", context, [bin("typescript/bin/tsc"), "--noEmit"]);
}

/**
 * @param {string} project
 * @param {Context} context
 */
async function vitest(project, { env }) {
  const report = reportFile(`vitest-${project}`);
  const args = ["run", "--project", project, "--reporter=default", "--reporter=json"];
  const { code } = await run(
    process.execPath,
    [bin("vitest/vitest.mjs"), ...args, `--outputFile.json=${report}`],
    { env, echo: true, timeoutMs: STAGE_TIMEOUT_MS },
  );
  return tallyOf(project, report, code, countVitest);
}

async function build() {
  await prepare({ engine: true, web: true });
  return oneCheck(true);
}

/** @param {Context} context */
async function endToEnd({ env, onCleanup }) {
  await build();
  const browser = await ensureBrowser();
  const product = await startProduct();
  onCleanup(product.stop);
  const report = reportFile("playwright");
  const { code } = await run(
    process.execPath,
    [bin("@playwright/test/cli.js"), "test", "--reporter=list,json"],
    {
      echo: true,
      timeoutMs: STAGE_TIMEOUT_MS,
      env: {
        ...env,
        CHROMIUM_PATH: browser,
        E2E_BASE_URL: product.url,
        E2E_DATA_DIR: product.dataDir,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      },
    },
  );
  const tests = tallyOf("e2e", report, code, countPlaywright);
  const exitCode = await product.stop();
  const clean = oneCheck(
    exitCode === 0,
    `The product did not stop cleanly (exit code ${exitCode}).`,
  );
  return sum([tests, clean]);
}

/** @param {string} name */
function reportFile(name) {
  const file = path.join(BUILD_DIR, "reports", `${name}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/**
 * @param {string} stage
 * @param {string} file
 * @param {number} code
 * @param {(report: unknown) => Tally} count
 */
function tallyOf(stage, file, code, count) {
  let tally;
  try {
    tally = count(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return oneCheck(false, `The stage "${stage}" ended without a report (exit code ${code}).`);
  }
  if (code !== 0 && tally.failed === 0) {
    return sum([tally, oneCheck(false, `The stage "${stage}" ended with exit code ${code}.`)]);
  }
  if (tally.passed + tally.failed + tally.skipped === 0) {
    return oneCheck(false, `The stage "${stage}" found no tests.`);
  }
  return tally;
}
