import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { inRoot, ROOT } from "../../../scripts/lib/paths.mjs";
import { type Answer, type Call, request } from "./client";
import { expectContract } from "./contract";
import { eventually } from "./eventually";

interface Runtime {
  ready: boolean;
  pids: { web?: number; engine?: number; postgres?: number };
  webUrl: string;
  databaseUrl: string;
}

/** A running product, as its users and operators reach it. */
export interface Product {
  url: string;
  /** An API key of the tests' own. */
  key: string;
  admin: { email: string; password: string };
  db: pg.Pool;
  /** A request with the tests' API key, unless `headers` say otherwise. */
  call(path: string, call?: Call): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  runtime(): Runtime;
  /** SIGKILL to one of its processes; resolves once another one has taken its place. */
  kill(part: "web" | "engine"): Promise<void>;
  /** Runs one of the product's scripts beside it; what it printed. */
  script(file: string, ...args: string[]): Promise<string>;
  /** Everything its processes have printed. */
  output(): string;
  stop(): Promise<void>;
}

/** Of a mail server that does not exist: what is sent to it fails, and nobody is to see the password. */
export const plantedMailPassword = "planted-mail-password-K2WV9XJ4";

/** A build may be part of the start. */
export const START_TIMEOUT_MS = 420_000;
const STOP_TIMEOUT_MS = 25_000;
/** Set for the product's processes, so that nothing of the machine's own set-up reaches them. */
const CLEARED = [
  ..."DATABASE_URL APP_SECRET APP_SECRET_PREVIOUS APP_URL INNGEST_BASE_URL INNGEST_EVENT_KEY INNGEST_SIGNING_KEY".split(
    " ",
  ),
  ..."INNGEST_DEV WEBHOOK_ALLOWED_CIDRS OUTBOUND_PROXY_URL NODE_OPTIONS VITEST NODE_ENV".split(" "),
];

/**
 * The production build on a data folder of its own; with PRODUCT_DEV in the environment the
 * development server, which needs no build.
 */
export async function startProduct(): Promise<Product> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "tli-product-"));
  const admin = { email: "owner@example.com", password: "planted-owner-password-7Q" };
  const cleared = Object.fromEntries(CLEARED.map((name) => [name, ""]));
  let output = "";
  const dev = process.env.PRODUCT_DEV ? ["--dev"] : [];
  const child = spawn(process.execPath, ["scripts/start.mjs", ...dev], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...(cleared as NodeJS.ProcessEnv),
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: String(await freePort()),
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      WEBHOOK_BACKOFF_BASE_SECONDS: "0.2",
      // The cases share one key, and wait by asking again and again.
      API_RATE_LIMIT_PER_MINUTE: "100000",
      SMTP_URL: `smtp://mailer:${plantedMailPassword}@127.0.0.1:9`,
      MAIL_FROM: "Integrations <integrations@example.com>",
      LOG_LEVEL: "info",
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const stop = async () => {
    await end(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await eventually(
      () => {
        if (child.exitCode !== null) throw new Stopped(`The product did not start:\n${output}`);
        return readRuntime(dataDir).ready;
      },
      { timeoutMs: START_TIMEOUT_MS - 10_000, what: "the product's start", fatal: Stopped },
    );
    return await connect({ dataDir, admin, stop, output: () => output });
  } catch (error) {
    await stop();
    throw error;
  }
}

class Stopped extends Error {}

async function connect(options: {
  dataDir: string;
  admin: Product["admin"];
  stop: () => Promise<void>;
  output: () => string;
}): Promise<Product> {
  const { dataDir, admin, output } = options;
  const runtime = () => readRuntime(dataDir);
  const { webUrl: url, databaseUrl } = runtime();
  const script = (file: string, ...args: string[]) => runScript(dataDir, file, args);
  const key = lastLine(await script("scripts/api-key.ts", "--name", "integration tests")) ?? "";
  const db = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  db.on("error", () => {});
  const call = async (target: string, { headers, ...rest }: Call = {}) => {
    const sent = { ...rest, headers: { authorization: `Bearer ${key}`, ...headers } };
    const answer = await request(url, target, sent);
    expectContract(rest.method ?? "GET", target, answer);
    return answer;
  };
  return {
    url,
    key,
    admin,
    db,
    call,
    get: (target) => call(target),
    post: (target, body, headers = {}) => call(target, { method: "POST", body, headers }),
    runtime,
    script,
    output,
    kill: async (part) => {
      const pid = runtime().pids[part];
      if (!pid) throw new Error(`The ${part} does not run.`);
      process.kill(pid, "SIGKILL");
      await eventually(
        async () => {
          const now = runtime().pids[part];
          if (!now || now === pid) return false;
          return (await request(url, "/api/health")).status === 200;
        },
        { what: `another ${part} in place of the killed one` },
      );
    },
    stop: async () => {
      await db.end();
      await options.stop();
    },
  };
}

function readRuntime(dataDir: string): Runtime {
  return JSON.parse(readFileSync(path.join(dataDir, "runtime.json"), "utf8")) as Runtime;
}

export const lastLine = (text: string) => text.trim().split("\n").at(-1);

/** The product's scripts find the running product through its data folder. */
function runScript(dataDir: string, file: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const cleared = Object.fromEntries(CLEARED.map((name) => [name, ""]));
    const child = spawn(process.execPath, [inRoot("scripts/run.mjs"), file, ...args], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...(cleared as NodeJS.ProcessEnv), DATA_DIR: dataDir },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(stdout) : reject(new Error(`${file}: ${stdout}${stderr}`)),
    );
  });
}

/** As Ctrl-C would; a supervisor that does not end in time is a failure. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, STOP_TIMEOUT_MS);
  await gone;
  clearTimeout(timer);
  if (late) throw new Error("The product did not stop in time.");
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
