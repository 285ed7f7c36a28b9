/**
 * `npm run check:engine`: whether the engine that is configured can be reached, knows the keys, and finds
 * the functions. Ends with 1 where something is not well. Prints no key.
 */
import { parseConfig, readEnvironment } from "./lib/config.mjs";
import { checkEngine } from "./lib/engine-checks";
import type { Line } from "./lib/engine-line";
import { engineOf } from "./lib/engine-variables";
import { ROOT } from "./lib/paths.mjs";
import { isRunning, readRuntime } from "./lib/runtime.mjs";
import { printFailure } from "./lib/user-error.mjs";

async function check(): Promise<Line[]> {
  const base = readEnvironment(ROOT, process.env);
  const config = parseConfig(base, ROOT);
  const runtime = readRuntime(config.dataDir);
  const running = runtime && isRunning(runtime) ? runtime.env : undefined;
  if (!running && !config.externalInngest) {
    const says = `the embedded one, which is not running on "${config.dataDir}". Start the product.`;
    return [{ ok: false, what: "Engine", says }];
  }
  return checkEngine(engineOf({ ...base, ...running }, running?.APP_URL ?? config.appUrl));
}

try {
  const lines = await check();
  for (const { ok, unknown, what, says } of lines) {
    console.log(`${unknown ? "unknown" : ok ? "ok     " : "problem"}  ${what}: ${says}`);
  }
  process.exitCode = lines.every(({ ok }) => ok) ? 0 : 1;
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
