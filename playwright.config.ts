import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const systemBrowsers = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"];
const executablePath = process.env.CHROMIUM_PATH ?? systemBrowsers.find(existsSync);

/**
 * Drives the production build in real Chromium. The product is started by the set-up with a data
 * folder of its own, unless E2E_BASE_URL names one that is running and still empty.
 */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  globalSetup: "./tests/e2e/support/start-product.ts",
  // One product, one owner: the files build on the state that the first one makes.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  // The report still names a test that needed its second try.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 15_000 },
  reporter: [["list"], ...(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [["json"] as const] : [])],
  use: {
    viewport: { width: 1280, height: 720 },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
