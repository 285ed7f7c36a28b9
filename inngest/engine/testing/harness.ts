import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type RequestListener, type Server } from "node:http";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import pg from "pg";
import pino from "pino";
import type { EngineConfig } from "../config";
import { type Engine, startEngine } from "../engine";
import { freePort } from "./postgres";

export const EVENT_KEY = "test-event-key-0123456789";
export const SIGNING_KEY = `signkey-prod-${"0123456789abcdef".repeat(4)}`;

const MAIN = path.join(path.dirname(fileURLToPath(import.meta.url)), "../main.ts");
export const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
};

/** Waits for `check` to give something truthy, polling; fails with `what` after 30 s. */
export async function until<T>(
  what: string,
  check: () => T | false | undefined | Promise<T | false | undefined>,
): Promise<T> {
  for (let tries = 0; tries < 1_500; tries++) {
    const value = await check();
    if (value) return value;
    await delay(20);
  }
  throw new Error(`Waited 30 s for: ${what}`);
}

/** A stand-in for the product: an HTTP server at a fixed port that can go away and come back. */
export class TestApp {
  private server?: Server;
  private calls = 0;
  private constructor(
    readonly port: number,
    public listener: RequestListener,
  ) {}

  static async create(listener: RequestListener = notReady): Promise<TestApp> {
    const app = new TestApp(await freePort(), listener);
    await app.open();
    return app;
  }

  get serveUrl(): string {
    return `http://127.0.0.1:${this.port}/api/inngest`;
  }

  /** Resolves when no call is under way. */
  async idle(): Promise<void> {
    await until("the app to be idle", () => this.calls === 0);
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      this.calls++;
      response.once("close", () => this.calls--);
      this.listener(request, response);
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.server = server;
  }

  /** Ends at once, cutting open connections, as a killed process would. */
  async close(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}

const notReady: RequestListener = (_request, response) => {
  response.writeHead(503).end();
};

export type Define = (inngest: Inngest) => InngestFunction.Any[];

/** What a test of the protocol needs, whichever engine is behind `url`. */
export interface Setup {
  app: TestApp;
  inngest: Inngest;
  engine: Engine;
  /** Runs SQL on the engine's database. */
  sql: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  databaseUrl: string;
  stop: () => Promise<void>;
}

/** An Inngest client of the app, in cloud mode: signatures are checked. */
export function createClient(engineUrl: string): Inngest {
  return new Inngest({
    id: "app",
    baseUrl: engineUrl,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
    isDev: false,
    logger: silent,
  });
}

/** The configuration of an engine under test: quick backoff, a free port. */
export function testConfig(
  databaseUrl: string,
  serveUrl: string,
  more: Partial<EngineConfig> = {},
): EngineConfig {
  return {
    databaseUrl,
    serveUrl,
    host: "127.0.0.1",
    port: 0,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
    concurrency: 24,
    callTimeoutMs: 30_000,
    backoffBaseMs: 20,
    logLevel: process.env.ENGINE_TEST_LOG ?? "silent",
    ...more,
  };
}

/** Starts an app with the given functions and an engine in this process that calls it. */
export async function setUp(
  databaseUrl: string,
  define: Define,
  more: Partial<EngineConfig> = {},
): Promise<Setup> {
  const app = await TestApp.create();
  const config = testConfig(databaseUrl, app.serveUrl, more);
  const engine = await startEngine(config, pino({ level: config.logLevel }));
  const inngest = createClient(engine.url);
  app.listener = serve({ client: inngest, functions: define(inngest) });
  engine.refresh();
  await untilRegistered(engine.url);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  return {
    app,
    inngest,
    engine,
    databaseUrl,
    sql: async (text, values) => (await pool.query(text, values)).rows,
    stop: async () => {
      await engine.stop();
      await app.close();
      await pool.end();
    },
  };
}

/** Waits until the engine knows the functions of the app. */
export async function untilRegistered(engineUrl: string) {
  return until("registration", async () => {
    const health = await (await fetch(`${engineUrl}/health`)).json();
    return health.registered === true && health;
  });
}

/** An engine in a process of its own, which can be killed. */
export interface ChildEngine {
  url: string;
  child: ChildProcess;
  /** Sends the signal and resolves to the exit code once the process is gone. */
  end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Starts `main.ts` as a child and waits until it is healthy. */
export async function startChildEngine(
  config: EngineConfig,
  env: Record<string, string> = {},
): Promise<ChildEngine> {
  const port = await freePort();
  const child = spawn(process.execPath, ["--import", "tsx", MAIN], {
    stdio: process.env.ENGINE_TEST_LOG ? "inherit" : "ignore",
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      DATABASE_URL: config.databaseUrl,
      ENGINE_PORT: String(port),
      ENGINE_SERVE_URL: config.serveUrl,
      INNGEST_EVENT_KEY: config.eventKey,
      INNGEST_SIGNING_KEY: config.signingKey,
      ENGINE_CONCURRENCY: String(config.concurrency),
      ENGINE_BACKOFF_BASE_SECONDS: String(config.backoffBaseMs / 1_000),
      LOG_LEVEL: config.logLevel,
      ...env,
    },
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const exited = new Promise<number | null>((resolve) =>
    child.once("exit", (code) => {
      process.off("exit", kill);
      resolve(code);
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  await until("a healthy child engine", async () => {
    if (child.exitCode !== null) throw new Error(`The engine ended with ${child.exitCode}.`);
    return fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    );
  });
  return {
    url,
    child,
    end: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}
