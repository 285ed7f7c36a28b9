// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { BUILD_DIR, inRoot } from "./paths.mjs";
import { say } from "./report.mjs";
import { run } from "./run-command.mjs";
import { UserError } from "./user-error.mjs";

const OWN_BROWSERS = path.join(BUILD_DIR, "browsers");
const SYSTEM_BROWSERS = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];

/**
 * A Chromium that runs on this machine, installed if there is none.
 * @returns {Promise<string>} Its path.
 */
export async function ensureBrowser() {
  const present = await findBrowser();
  if (present) return present;

  say("There is no Chromium here yet; installing Playwright's into .build/browsers …");
  const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: OWN_BROWSERS };
  const cli = inRoot("node_modules/@playwright/test/cli.js");
  await run(process.execPath, [cli, "install", "chromium"], { env, echo: true });
  const downloaded = await findBrowser();
  if (downloaded) return downloaded;

  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say("That did not give one that runs; installing Debian's with apt-get …");
    const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, echo: true };
    await run("apt-get", ["update"], options);
    await run("apt-get", ["install", "-y", "chromium"], options);
    const installed = await findBrowser();
    if (installed) return installed;
  }
  throw new UserError(
    "No Chromium was found or could be installed; install one, or name it with CHROMIUM_PATH.",
  );
}

async function findBrowser() {
  const candidates = [
    process.env.CHROMIUM_PATH,
    await playwrightPath(process.env.PLAYWRIGHT_BROWSERS_PATH),
    await playwrightPath(OWN_BROWSERS),
    ...SYSTEM_BROWSERS.map((name) => `/usr/bin/${name}`),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  return candidates.find((file) => file && existsSync(file) && starts(file));
}

/**
 * Where this release of Playwright expects its Chromium, below that folder.
 * @param {string | undefined} browsersPath undefined: its default.
 */
async function playwrightPath(browsersPath) {
  const env = { ...process.env };
  if (browsersPath) env.PLAYWRIGHT_BROWSERS_PATH = browsersPath;
  const code = "import('@playwright/test').then((p) => console.log(p.chromium.executablePath()))";
  const result = await run(process.execPath, ["-e", code], { env });
  return result.stdout.trim() || undefined;
}

/** A downloaded browser may lack the system's libraries. @param {string} file */
const starts = (file) => spawnSync(file, ["--version"], { timeout: 20_000 }).status === 0;
