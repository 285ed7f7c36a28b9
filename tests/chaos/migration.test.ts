import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EmbeddedDatabase } from "../../scripts/lib/embedded-database.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { eventually } from "../integration/support/eventually";
import { START_TIMEOUT_MS } from "./support/instance";
import { isLong } from "./support/moment";

/** As a migration that takes its time: what it made before is there, what follows is not. */
const SLOW =
  "create table chaos_first (id int); select pg_sleep(3); create table chaos_second (id int);";
const ROOT_NAMES = readdirSync(inRoot("prisma/migrations")).filter((name) => !name.includes("."));

/** Kills in the middle of the last of all migrations, which is one transaction. */
describe("a kill during a migration", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tli-chaos-migration-"));
  const migrations = path.join(folder, "migrations");
  let pid: number | undefined;
  const database = new EmbeddedDatabase(path.join(folder, "data"), "planted-password", (now) => {
    pid = now;
  });

  beforeAll(async () => {
    mkdirSync(path.join(folder, "data"));
    // Where this is root, PostgreSQL runs as another user, who has to pass through.
    for (const each of [folder, path.join(folder, "data")]) chmodSync(each, 0o711);
    cpSync(inRoot("prisma/migrations"), migrations, { recursive: true });
    mkdirSync(path.join(migrations, "99999999999999_slow"));
    writeFileSync(path.join(migrations, "99999999999999_slow", "migration.sql"), SLOW);
    await database.start();
    database.service.supervise();
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const urlOf = (name: string) => {
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    return url.href;
  };

  const migrate = (name: string) => {
    const child = spawn(
      process.execPath,
      [inRoot("tests/chaos/support/migrate-process.mjs"), urlOf(name), migrations],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
    }
    const ended = once(child, "exit").then(([code]) => ({ code: code as number | null, printed }));
    return { child, ended };
  };

  const query = async <T extends pg.QueryResultRow>(name: string, sql: string) => {
    const client = new pg.Client({ connectionString: urlOf(name) });
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  };

  const inTheMiddle = (name: string) =>
    eventually(
      async () =>
        (
          await query(
            name,
            `select 1 from pg_stat_activity where datname = '${name}' and wait_event = 'PgSleep'`,
          )
        ).length > 0,
      { what: "the middle of the migration", timeoutMs: 60_000 },
    );

  const applied = (name: string) =>
    query<{ name: string }>(
      name,
      `select migration_name as name from _prisma_migrations
       where finished_at is not null order by migration_name`,
    );

  it.each(isLong ? ["the migrating process", "PostgreSQL"] : ["PostgreSQL"])(
    "of %s leaves the schema of the one before, and the next start finishes it",
    async (what) => {
      const name = what === "PostgreSQL" ? "killed_postgres" : "killed_process";
      const { child, ended } = migrate(name);
      await inTheMiddle(name);
      if (what === "PostgreSQL") process.kill(pid ?? 0, "SIGKILL");
      else child.kill("SIGKILL");
      expect((await ended).code).not.toBe(0);
      const half = await eventually(() => applied(name), { what: "PostgreSQL" });
      expect(half.map((row) => row.name)).toEqual(ROOT_NAMES);
      const tables = await query(name, "select 1 from pg_tables where tablename like 'chaos_%'");
      expect(tables).toEqual([]);
      // Waits for the lock of the killed one, whose statement PostgreSQL ends first.
      const again = await migrate(name).ended;
      expect(again).toMatchObject({ code: 0, printed: "99999999999999_slow\n" });
      expect((await applied(name)).map((row) => row.name)).toEqual([
        ...ROOT_NAMES,
        "99999999999999_slow",
      ]);
      expect(
        await query(name, "select 1 from pg_tables where tablename like 'chaos_%'"),
      ).toHaveLength(2);
    },
  );
});
