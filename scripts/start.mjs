// @ts-check
// `npm start` and, with --dev, `npm run dev`: everything from a fresh clone to a running product.
// Only Node's own modules are loaded here and in what is imported: node_modules may not exist yet.
import { parseArgs } from "node:util";
import { parseConfig, readEnvironment } from "./lib/config.mjs";
import { ROOT } from "./lib/paths.mjs";
import { checkNode } from "./lib/prepare.mjs";
import { Supervisor } from "./lib/supervisor.mjs";
import { printFailure } from "./lib/user-error.mjs";

const { values } = parseArgs({ options: { dev: { type: "boolean", default: false } } });

/** @type {Supervisor | undefined} */
let supervisor;

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    if (supervisor) void supervisor.interrupt();
    else process.exit(0);
  });
}

// Whoever read the output is gone (`npm start | head`): as with a signal, everything is stopped.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", () => {
    if (!supervisor) process.exit(0);
    if (!supervisor.isInterrupted) void supervisor.interrupt();
  });
}

try {
  checkNode();
  const env = readEnvironment(ROOT, process.env);
  supervisor = new Supervisor({ config: parseConfig(env, ROOT), env, dev: values.dev });
  await supervisor.start();
} catch (error) {
  if (!supervisor?.isInterrupted) {
    printFailure(error);
    await supervisor?.stop();
    process.exit(1);
  }
}
