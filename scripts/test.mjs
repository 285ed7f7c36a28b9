// @ts-check
// `npm test`: everything that can be checked, from a fresh clone on. `--only unit,e2e` takes a part.
import { rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { BUILD_DIR } from "./lib/paths.mjs";
import { checkNode, prepare } from "./lib/prepare.mjs";
import { say, seconds } from "./lib/report.mjs";
import { endCommands } from "./lib/run-command.mjs";
import { startTemporaryPostgres } from "./lib/start-temporary-postgres.mjs";
import { lastLine, oneCheck, sum } from "./lib/test-reports.mjs";
import { NEED_DATABASE, STAGES } from "./lib/test-stages.mjs";
import { printFailure, UserError } from "./lib/user-error.mjs";

/** @type {(() => Promise<unknown>)[]} */
const cleanups = [];
/** @type {Promise<void> | undefined} */
let cleaned;

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, async () => {
    endCommands();
    await cleanUp();
    process.exit(130);
  });
}

try {
  checkNode();
  const names = chosenStages();
  await prepare({ engine: false, web: false });
  const total = sum(await runStages(names));
  if (total.failed > 0) say(`\nFailed:\n\n${total.failures.map(indent).join("\n\n")}\n`);
  await cleanUp();
  process.exitCode = total.failed > 0 ? 1 : 0;
  say(lastLine(total));
} catch (error) {
  printFailure(error);
  await cleanUp();
  process.exitCode = 1;
  say(lastLine(oneCheck(false)));
}

function chosenStages() {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const names = values.only?.split(",") ?? Object.keys(STAGES);
  const unknown = names.find((name) => !(name in STAGES));
  if (unknown) {
    throw new UserError(
      `There is no stage "${unknown}"; there are ${Object.keys(STAGES).join(", ")}.`,
    );
  }
  return names;
}

/** @param {string[]} names */
async function runStages(names) {
  const env = await testEnvironment(names);
  const tallies = [];
  for (const name of names) {
    const startedAt = performance.now();
    say(`\n── ${name} ──`);
    let tally;
    try {
      tally = await /** @type {import("./lib/test-stages.mjs").Stage} */ (STAGES[name])({
        env,
        onCleanup: (work) => cleanups.push(work),
      });
    } catch (error) {
      const message =
        error instanceof UserError ? error.message : String(/** @type {any} */ (error).stack);
      tally = oneCheck(false, `${name}: ${message}`);
    }
    say(`── ${name}: ${lastLine(tally)}  (${seconds(startedAt)})`);
    tallies.push(tally);
  }
  return tallies;
}

/**
 * @param {string[]} names
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function testEnvironment(names) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  if (!names.some((name) => NEED_DATABASE.includes(name))) return env;
  const postgres = await startTemporaryPostgres();
  cleanups.push(postgres.stop);
  return { ...env, TEST_DATABASE_URL: postgres.url };
}

function cleanUp() {
  cleaned ??= (async () => {
    for (const work of cleanups.reverse()) {
      await work().catch((error) => printFailure(error));
    }
    rmSync(path.join(BUILD_DIR, "test"), { recursive: true, force: true });
  })();
  return cleaned;
}

/** @param {string} text */
function indent(text) {
  return `  ${text.trim().split("\n").slice(0, 30).join("\n  ")}`;
}
