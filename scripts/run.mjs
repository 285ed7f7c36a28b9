// @ts-check
// `node scripts/run.mjs <script.ts> [arguments]`: runs a TypeScript script as a part of the running
// product, or, when that is not running, beside its database alone.
import { spawn } from "node:child_process";
import { parseConfig, readEnvironment } from "./lib/config.mjs";
import { loadPorts, loadSecrets, openDataDir } from "./lib/data-dir.mjs";
import { EmbeddedDatabase } from "./lib/embedded-database.mjs";
import { productEnvironment } from "./lib/environment.mjs";
import { migrate } from "./lib/migrate-child.mjs";
import { ROOT } from "./lib/paths.mjs";
import { checkNode, prepare } from "./lib/prepare.mjs";
import { showWorkOnly } from "./lib/report.mjs";
import { claim, isRunning, readRuntime } from "./lib/runtime.mjs";
import { printFailure, UserError } from "./lib/user-error.mjs";

const [script, ...args] = process.argv.slice(2);

// A terminal's Ctrl-C reaches the script as well; we stay to clean up after it.
process.on("SIGINT", () => {});

try {
  if (!script)
    throw new UserError("Name the script: node scripts/run.mjs <script.ts> [arguments].");
  checkNode();
  showWorkOnly();
  await prepare({ engine: false, web: false });
  process.exitCode = await runWithProduct(script);
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}

/** @param {string} file */
async function runWithProduct(file) {
  const base = readEnvironment(ROOT, process.env);
  const config = parseConfig(base, ROOT);
  const runtime = readRuntime(config.dataDir);
  if (runtime && isRunning(runtime)) {
    if (!runtime.env) {
      throw new UserError(
        `\`${runtime.command}\` is still busy on "${config.dataDir}"; try again in a moment.`,
      );
    }
    return runScript(file, { ...base, ...runtime.env });
  }

  openDataDir(config.dataDir);
  const secrets = loadSecrets(config.dataDir);
  // Where the engine will be when it runs again; until then the outbox keeps the events.
  const enginePort = config.externalInngest ? null : (loadPorts(config.dataDir).engine ?? 9);
  /** @param {string} databaseUrl */
  const environment = (databaseUrl) =>
    productEnvironment({ base, config, secrets, databaseUrl, enginePort, dev: false });
  // Its engine does not answer, which we know: no warning for each event that waits for it.
  base.LOG_LEVEL ||= "error";
  console.error("The product is not running here; events wait for its next start.");
  if (config.databaseUrl) return runScript(file, environment(config.databaseUrl));

  const claimed = await claim(config.dataDir, `node scripts/run.mjs ${file}`);
  const database = new EmbeddedDatabase(config.dataDir, secrets.postgresPassword, (pid) =>
    claimed.setProcess("postgres", pid),
  );
  try {
    await database.start();
    await migrate(database.url, "create");
    return await runScript(file, environment(database.url));
  } finally {
    await database.stop();
    claimed.release();
  }
}

/**
 * @param {string} file
 * @param {import("./lib/config.mjs").Env} env
 * @returns {Promise<number>} Its exit code.
 */
function runScript(file, env) {
  return new Promise((resolve, reject) => {
    const flags = ["--conditions=react-server", "--import", "tsx"];
    const child = spawn(process.execPath, [...flags, file, ...args], {
      stdio: "inherit",
      env: /** @type {NodeJS.ProcessEnv} */ (env),
    });
    process.once("SIGTERM", () => child.kill("SIGTERM"));
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
