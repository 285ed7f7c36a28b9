// @ts-check
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { isInstalled } from "./installed.mjs";
import { withLock } from "./lock.mjs";
import { BUILD_DIR, inRoot, ROOT } from "./paths.mjs";
import { say, step } from "./report.mjs";
import { runOrFail } from "./run-command.mjs";
import { hashFiles, Stamps } from "./stamps.mjs";
import { UserError } from "./user-error.mjs";

const MIN_NODE = [20, 19];
const stamps = new Stamps(BUILD_DIR);

/** What `next build` reads. */
const WEB_SOURCES = [
  ..."app components lib inngest public styles prisma/schema".split(" "),
  ..."next.config.ts postcss.config.mjs postcss.config.js tsconfig.json".split(" "),
  ..."proxy.ts middleware.ts instrumentation.ts instrumentation-client.ts".split(" "),
  ..."package.json package-lock.json".split(" "),
];
const ENGINE_SOURCES = ["inngest/engine", "package-lock.json", "scripts/bundle-engine.mjs"];
const SCHEMA_SOURCES = ["prisma/schema", "prisma.config.ts", "package-lock.json"];

export const ENGINE_BUNDLE = path.join(BUILD_DIR, "engine.mjs");
export const ENGINE_SOURCE = inRoot("inngest/engine/main.ts");

/** @throws {UserError} */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [minMajor = 0, minMinor = 0] = MIN_NODE;
  if (major > minMajor || (major === minMajor && minor >= minMinor)) return;
  throw new UserError(
    `Node.js ${MIN_NODE.join(".")} or later is needed; this is ${process.versions.node}.`,
  );
}

/** Installs what package-lock.json names, development tools included: the build needs them. */
async function installPackages() {
  await step("Packages", async (outcome) => {
    if (isInstalled(ROOT)) return outcome("up to date");
    const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
    const npm = process.env.npm_execpath;
    if (npm?.endsWith(".js")) await runOrFail("npm ci", process.execPath, [npm, ...args]);
    else await runOrFail("npm ci", "npm", args);
    outcome("installed");
  });
}

/** Writes the database client from the schema; needs no network. */
async function generateClient() {
  await step("Database client", async (outcome) => {
    const hash = hashFiles(ROOT, SCHEMA_SOURCES);
    const made = existsSync(inRoot("lib/generated/prisma/client.ts"));
    if (made && stamps.matches("client", hash)) return outcome("up to date");
    await stamps.redo("client", hash, async () => {
      await runOrFail(
        "prisma generate",
        process.execPath,
        [inRoot("node_modules/prisma/build/index.js"), "generate"],
        {
          env: {
            ...process.env,
            // `generate` looks for this program and never runs it; without a path it downloads it.
            PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
            PRISMA_HIDE_UPDATE_MESSAGE: "1",
            CHECKPOINT_DISABLE: "1",
          },
        },
      );
    });
    outcome("generated");
  });
}

/** Bundles the embedded engine, so that it starts without a compiler. */
async function bundleEngine() {
  await step("Engine", async (outcome) => {
    const hash = hashFiles(ROOT, ENGINE_SOURCES, isTest);
    if (existsSync(ENGINE_BUNDLE) && stamps.matches("engine", hash)) return outcome("up to date");
    mkdirSync(BUILD_DIR, { recursive: true });
    await stamps.redo("engine", hash, async () => {
      await runOrFail("The engine's build", process.execPath, [
        inRoot("scripts/bundle-engine.mjs"),
        ENGINE_SOURCE,
        ENGINE_BUNDLE,
      ]);
    });
    outcome("built");
  });
}

/** Builds the web app, apart from any configuration: that is read when it runs. */
async function buildWeb() {
  await step("Web app", async (outcome) => {
    const hash = hashFiles(ROOT, WEB_SOURCES, (file) => isTest(file) || file === "lib/generated");
    if (existsSync(inRoot(".next/BUILD_ID")) && stamps.matches("web", hash))
      return outcome("up to date");
    await stamps.redo("web", hash, async () => {
      await runOrFail(
        "next build",
        process.execPath,
        [inRoot("node_modules/next/dist/bin/next"), "build"],
        {
          env: buildEnvironment(),
        },
      );
    });
    outcome("built");
  });
}

/** @param {string} file */
const isTest = (file) => /\.test\.[a-z]+$/.test(file);

/** The build must not depend on who builds: the configuration's variables are hidden from it. */
function buildEnvironment() {
  const hidden = {
    ...{ DATABASE_URL: "", APP_SECRET: "", APP_URL: "", ADMIN_EMAIL: "", ADMIN_PASSWORD: "" },
    ...{ INNGEST_BASE_URL: "", INNGEST_EVENT_KEY: "", INNGEST_SIGNING_KEY: "", INNGEST_DEV: "" },
  };
  return /** @type {NodeJS.ProcessEnv} */ ({
    ...process.env,
    ...hidden,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  });
}

/**
 * All that must be there before the product can run.
 * @param {object} options
 * @param {boolean} options.engine Whether the embedded engine is needed.
 * @param {boolean} options.web Whether the production build is needed.
 * @param {() => Promise<void>} [options.afterInstall] A check that should fail before the long work.
 */
export function prepare({ engine, web, afterInstall }) {
  const work = async () => {
    await installPackages();
    await afterInstall?.();
    await generateClient();
    if (engine) await bundleEngine();
    if (web) await buildWeb();
  };
  return withLock(path.join(BUILD_DIR, "prepare.lock"), work, () =>
    say("  Another start in this folder is preparing it; waiting …"),
  );
}
