// @ts-check
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "./user-error.mjs";

/**
 * Applies `prisma/migrations` as `prisma migrate deploy` does, and writes the rows it reads, so
 * that either may follow the other. Prisma's own command needs an engine from a host that many
 * networks do not reach.
 *
 * @typedef {{ name: string, sql: string }} Migration
 * @typedef {object} Row Of `_prisma_migrations`.
 * @property {string} migration_name
 * @property {string} checksum
 * @property {Date | null} finished_at
 * @property {Date | null} rolled_back_at
 */

/** The lock Prisma takes for the same purpose. */
const ADVISORY_LOCK = 72707369;

const CREATE_TABLE = `create table if not exists "_prisma_migrations" (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/**
 * @param {string} directory
 * @returns {Migration[]} In the order of their names, which begin with their time.
 */
export function readMigrations(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const file = path.join(directory, name, "migration.sql");
      if (!existsSync(file)) throw new UserError(`The migration "${name}" has no migration.sql.`);
      return { name, sql: readFileSync(file, "utf8") };
    });
}

/** @param {string} sql */
export const checksum = (sql) => createHash("sha256").update(sql).digest("hex");

/**
 * @param {Migration[]} migrations
 * @param {Row[]} rows
 * @returns {Migration[]} Those to apply, in order.
 * @throws {UserError} When the database and the folder disagree about the past.
 */
export function pendingMigrations(migrations, rows) {
  const current = rows.filter((row) => row.rolled_back_at === null);
  for (const row of current) {
    const name = row.migration_name;
    if (row.finished_at === null) {
      throw new UserError(
        `The migration "${name}" failed earlier and was left unfinished; repair the database and mark it with \`npx prisma migrate resolve\`.`,
      );
    }
    const migration = migrations.find((one) => one.name === name);
    if (!migration) {
      throw new UserError(
        `The database has the migration "${name}", which this release does not know; run the release that made it, or a newer one.`,
      );
    }
    const unix = migration.sql.replaceAll("\r\n", "\n");
    const known = [migration.sql, unix, unix.replaceAll("\n", "\r\n")].map(checksum);
    if (!known.includes(row.checksum)) {
      throw new UserError(
        `The migration "${name}" was changed after it was applied; restore its file, and put the change into a new migration.`,
      );
    }
  }
  const applied = new Set(current.map((row) => row.migration_name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

/**
 * @param {import("pg").Client} client
 * @param {string} directory
 * @returns {Promise<string[]>} The names of those applied now.
 */
export async function applyMigrations(client, directory) {
  const migrations = readMigrations(directory);
  await client.query("set client_min_messages = warning");
  await client.query("select pg_advisory_lock($1)", [ADVISORY_LOCK]);
  try {
    await client.query(CREATE_TABLE);
    const { rows } = await client.query(
      'select migration_name, checksum, finished_at, rolled_back_at from "_prisma_migrations"',
    );
    const pending = pendingMigrations(migrations, rows);
    for (const migration of pending) await applyOne(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.query("select pg_advisory_unlock($1)", [ADVISORY_LOCK]).catch(() => {});
  }
}

/**
 * @param {import("pg").Client} client
 * @param {Migration} migration
 */
async function applyOne(client, { name, sql }) {
  const startedAt = new Date();
  try {
    await client.query("begin");
    await client.query(sql);
    await client.query(
      `insert into "_prisma_migrations"
        (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
        values ($1, $2, now(), $3, $4, 1)`,
      [randomUUID(), checksum(sql), name, startedAt],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    const { message, position } = /** @type {Error & { position?: string }} */ (error);
    const line = position ? `, line ${sql.slice(0, Number(position)).split("\n").length}` : "";
    throw new UserError(
      `The migration "${name}" failed and was undone (${message}${line}); correct it and start again.`,
    );
  }
}
