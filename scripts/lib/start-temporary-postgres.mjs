// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { inRoot } from "./paths.mjs";
import { UserError } from "./user-error.mjs";

/**
 * An empty PostgreSQL for tests. It ends with this process at the latest, however that ends.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} url: of the superuser.
 */
export async function startTemporaryPostgres() {
  const child = spawn(process.execPath, [inRoot("scripts/lib/temporary-postgres.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: process.platform !== "win32",
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line"), exited.then(() => null)]);
  if (!first) throw new UserError("The PostgreSQL for the tests did not start.");
  // The rest of its life must not keep ours going.
  lines.close();
  child.unref();
  /** @type {import("node:net").Socket} */ (child.stdout).unref();
  /** @type {import("node:net").Socket} */ (child.stdin).unref();
  return {
    url: String(first[0]),
    stop: async () => {
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
}
