import pg from "pg";
import { expect, it } from "vitest";
import { createTestDatabase } from "./database";

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it("gives every caller a migrated database of its own and removes it", async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    expect(first.url).not.toBe(second.url);
    await query(first.url, "create table only_here (id int)");
    const tables = "select tablename from pg_tables where tablename = 'only_here'";
    expect(await query(second.url, tables)).toEqual([]);
    const applied = await query(first.url, 'select finished_at from "_prisma_migrations"');
    expect(applied.length).toBeGreaterThan(0);
  } finally {
    await first.drop();
  }
  await expect(query(first.url, "select 1")).rejects.toThrow(/does not exist/);
  await second.drop();
});
