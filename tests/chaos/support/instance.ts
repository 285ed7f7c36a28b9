import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot, ROOT } from "../../../scripts/lib/paths.mjs";
import { freePort } from "../../../scripts/lib/ports.mjs";
import { signalGroup } from "../../../scripts/lib/processes.mjs";
import { readRuntime } from "../../../scripts/lib/runtime.mjs";
import { eventually } from "../../integration/support/eventually";

export type Part = "web" | "engine" | "postgres";

/** A kill that met a running process. */
export interface Kill {
  part: Part;
  /** Unix milliseconds. */
  at: number;
}

/** The production build as its operator starts it, whose processes can be killed one by one. */
export interface Instance {
  url: string;
  dataDir: string;
  databaseUrl: string;
  owner: { email: string; password: string };
  /** SIGKILL to a part that runs now; false when it was down already. */
  kill(part: Part): boolean;
  /** SIGKILL to the supervisor and every part, as when the power goes. Resolves when all are gone. */
  cutPower(): Promise<void>;
  /** Kills that met a process, oldest first. */
  kills: readonly Kill[];
  pid(part: Part): number | undefined;
  /** Everything its processes have printed. */
  output(): string;
  /** SIGTERM to the supervisor. Resolves with its exit code; a clean end is 0. */
  stop(): Promise<number | null>;
  /** `stop`, and its data is removed. */
  remove(): Promise<void>;
}

export interface InstanceOptions {
  env?: Record<string, string>;
  /** A folder of one's own, which `remove` leaves where it is. */
  dataDir?: string;
}

/** A build may be part of the start. */
export const START_TIMEOUT_MS = 420_000;
const STOP_TIMEOUT_MS = 40_000;
/** Nothing of the machine's or the tests' own set-up reaches the product. */
const CLEARED = [
  ..."DATABASE_URL APP_SECRET APP_URL INNGEST_BASE_URL INNGEST_EVENT_KEY INNGEST_SIGNING_KEY".split(
    " ",
  ),
  ..."INNGEST_DEV WEBHOOK_ALLOWED_CIDRS NODE_OPTIONS VITEST NODE_ENV".split(" "),
];

/** Starts the product on a free port of loopback; it ends with this process at the latest. */
export async function startInstance(options: InstanceOptions = {}): Promise<Instance> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(os.tmpdir(), "tli-chaos-"));
  const owner = { email: "owner@example.com", password: "planted-owner-password-7Q" };
  const guard = pathToFileURL(inRoot("scripts/lib/exit-with-parent.mjs")).href;
  let output = "";
  const child = spawn(process.execPath, ["--import", guard, inRoot("scripts/start.mjs")], {
    cwd: ROOT,
    detached: process.platform !== "win32",
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      ...Object.fromEntries(CLEARED.map((name) => [name, ""])),
      ADMIN_EMAIL: owner.email,
      ADMIN_PASSWORD: owner.password,
      WEBHOOK_BACKOFF_BASE_SECONDS: "0.5",
      ENGINE_BACKOFF_BASE_SECONDS: "1",
      // What is repeated through an outage comes often.
      API_RATE_LIMIT_PER_MINUTE: "1000000",
      LOG_LEVEL: "warn",
      ...options.env,
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: String(await freePort()),
    },
  });
  child.stdin.on("error", () => {});
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  let ended = false;
  const exited = once(child, "exit").then(([code]) => {
    ended = true;
    return code as number | null;
  });
  const stop = async () => {
    if (!ended) child.kill("SIGTERM");
    const late = setTimeout(() => child.pid && signalGroup(child.pid, "SIGKILL"), STOP_TIMEOUT_MS);
    const code = await exited;
    clearTimeout(late);
    return code;
  };
  const remove = async () => {
    await stop();
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  const kills: Kill[] = [];
  const pid = (part: Part) => readRuntime(dataDir)?.pids[part];
  try {
    // What a killed predecessor left behind says that it is ready, too.
    const ready = () => {
      const runtime = readRuntime(dataDir);
      return runtime?.supervisorPid === child.pid && runtime?.ready;
    };
    await eventually(() => ended || ready(), {
      what: "the product's start",
      timeoutMs: START_TIMEOUT_MS - 10_000,
    });
    const { webUrl: url, databaseUrl } = readRuntime(dataDir) ?? {};
    if (ended || !url || !databaseUrl) throw new Error(`The product did not start:\n${output}`);
    const kill = (part: Part) => {
      const target = pid(part);
      // Between its end and its restart there is nobody to kill.
      if (!target || !signal(target)) return false;
      kills.push({ part, at: Date.now() });
      return true;
    };
    return {
      ...{ kill, url, dataDir, databaseUrl, owner, kills, pid, stop, remove },
      output: () => output,
      cutPower: async () => {
        // The supervisor first, which would start the others again.
        child.kill("SIGKILL");
        for (const part of ["web", "engine", "postgres"] as const) kill(part);
        await exited;
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function signal(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}
