import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = path.dirname(fileURLToPath(import.meta.url));

// `server-only` throws outside the bundler of Next; in tests it is the empty module it is on a server.
const alias = {
  "server-only": path.join(root, "node_modules/server-only/empty.js"),
  "@": root,
};

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: [
            "{app,components,lib,inngest,scripts}/**/*.test.{ts,tsx,mts}",
            "tests/*.test.ts",
          ],
          exclude: ["inngest/engine/**", "node_modules/**"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "engine",
          // With ENGINE_URL, what an Inngest server does as well is asked of the one at that address.
          include: process.env.ENGINE_URL
            ? ["tests/conformance/*.test.ts"]
            : ["inngest/engine/**/*.test.ts", "tests/conformance/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          exclude: ["tests/integration/product.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          // Starts the whole product and kills parts of it: `npm run test:product`.
          name: "product",
          include: ["tests/integration/product.test.ts"],
          testTimeout: 200_000,
          hookTimeout: 600_000,
        },
      },
      {
        resolve: { alias },
        test: {
          // The production build under kills: `npm run test:chaos`; for long, `npm run chaos`.
          name: "chaos",
          include: ["tests/chaos/**/*.test.ts"],
          // Each file has a product of its own, which mostly waits: for leases, and for restarts.
          maxWorkers: 3,
          testTimeout: 200_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
