import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { closeDatabase } from "@/lib/db";
import { applyMigrations, readMigrations } from "../../../scripts/lib/migrations.mjs";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { startTemporaryPostgres } from "../../../scripts/lib/start-temporary-postgres.mjs";

const MIGRATIONS = inRoot("prisma/migrations");
/** Any number of our own: those who make the template take turns. */
const TEMPLATE_LOCK = 7_305_201;

export interface TestDatabase {
  url: string;
  /** Removes it, connections included. */
  drop(): Promise<void>;
}

/**
 * Gives the tests of a file a migrated database of their own, to which the product in this process
 * connects. `environment` has the variables that the file needs beside `DATABASE_URL` and `APP_SECRET`.
 * To be called before the file's own hooks: they begin after it, and what they end ends before it.
 */
export function withTestDatabase(environment: Record<string, string> = {}): { url(): string } {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    process.env.DATABASE_URL = database.url;
    process.env.APP_SECRET = "a secret of the integration tests";
    Object.assign(process.env, environment);
  });
  afterAll(async () => {
    await closeDatabase();
    await database?.drop();
  });
  return {
    url: () => {
      if (!database) throw new Error("The database is not there yet.");
      return database.url;
    },
  };
}

let ownServer: ReturnType<typeof startTemporaryPostgres> | undefined;

/**
 * A fresh, migrated database of one's own, on the server of TEST_DATABASE_URL or, for a lone
 * `npx vitest`, on one that starts with the first call and ends with this process.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await serverUrl();
  const template = await ensureTemplate(server);
  const name = `test_${randomBytes(8).toString("hex")}`;
  await withClient(server, (client) =>
    client.query(`create database ${name} template ${template}`),
  );
  return {
    url: urlOf(server, name),
    drop: () =>
      withClient(server, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

async function serverUrl(): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  ownServer ??= startTemporaryPostgres();
  return (await ownServer).url;
}

/** One migrated database per state of the migrations; copying it takes a tenth of the time. */
async function ensureTemplate(server: string): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(readMigrations(MIGRATIONS)));
  const name = `template_${hash.digest("hex").slice(0, 16)}`;
  await withClient(server, async (admin) => {
    await admin.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    const found = await admin.query("select 1 from pg_database where datname = $1", [name]);
    if (found.rowCount) return;
    const unfinished = `${name}_new`;
    await admin.query(`drop database if exists ${unfinished} with (force)`);
    await admin.query(`create database ${unfinished}`);
    await withClient(urlOf(server, unfinished), (client) => applyMigrations(client, MIGRATIONS));
    await admin.query(`alter database ${unfinished} rename to ${name}`);
  });
  return name;
}

/** Ending the connection also gives back its lock. */
async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
