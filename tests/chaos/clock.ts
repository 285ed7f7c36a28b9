/** Clocks that are set while work is under way. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";
import type { WorldOptions } from "./support/world";

export interface Clock {
  /** For the instances whose clock it is: that of web server and engine, not PostgreSQL's. */
  env: NonNullable<WorldOptions["env"]>;
  /** Sets it wrong by so many milliseconds, from the next twentieth of a second on. */
  set(offsetMs: number): void;
  remove(): void;
}

/** A clock that can be set, for the processes whose program's name matches. */
export function createClock(programs: RegExp = /web-server\.mjs$|engine\.mjs$/): Clock {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tli-clock-"));
  const file = path.join(folder, "offset");
  const preload = pathToFileURL(inRoot("tests/chaos/support/shifted-clock.mjs")).href;
  const set = (offsetMs: number) => writeFileSync(file, String(offsetMs));
  set(0);
  return {
    env: {
      NODE_OPTIONS: `--import ${preload}`,
      CHAOS_CLOCK_FILE: file,
      CHAOS_CLOCK_PROGRAMS: programs.source,
    },
    set,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
