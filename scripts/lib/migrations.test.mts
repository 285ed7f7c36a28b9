import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checksum, pendingMigrations, readMigrations } from "./migrations.mjs";

const MIGRATIONS = [
  { name: "1_first", sql: "create table a ();\n" },
  { name: "2_second", sql: "create table b ();\n" },
];

const applied = (name: string, sql: string, change = {}) => ({
  migration_name: name,
  checksum: checksum(sql),
  finished_at: new Date(),
  rolled_back_at: null,
  ...change,
});

describe("pendingMigrations", () => {
  it("gives all of them for a new database and the rest for an older one", () => {
    expect(pendingMigrations(MIGRATIONS, [])).toEqual(MIGRATIONS);
    const first = applied("1_first", "create table a ();\n");
    expect(pendingMigrations(MIGRATIONS, [first]).map((one) => one.name)).toEqual(["2_second"]);
  });

  it("refuses a file that was changed after it was applied", () => {
    const first = applied("1_first", "create table something_else ();\n");
    expect(() => pendingMigrations(MIGRATIONS, [first])).toThrow(/"1_first" was changed/);
  });

  it("takes other line endings for the same file", () => {
    const first = applied("1_first", "create table a ();\r\n");
    expect(pendingMigrations(MIGRATIONS, [first])).toHaveLength(1);
  });

  it("refuses one that was left unfinished, until it is marked as rolled back", () => {
    const failed = applied("1_first", "create table a ();\n", { finished_at: null });
    expect(() => pendingMigrations(MIGRATIONS, [failed])).toThrow(/"1_first" failed earlier/);
    const resolved = { ...failed, rolled_back_at: new Date() };
    expect(pendingMigrations(MIGRATIONS, [resolved])).toEqual(MIGRATIONS);
  });

  it("refuses a database that a newer release has migrated", () => {
    const future = applied("3_third", "create table c ();\n");
    expect(() => pendingMigrations(MIGRATIONS, [future])).toThrow(/"3_third", which this release/);
  });
});

describe("readMigrations", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "migrations-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("reads them in the order of their names and ignores other files", () => {
    writeFileSync(path.join(folder, "migration_lock.toml"), "");
    for (const name of ["20260201_b", "20260101_a"]) {
      mkdirSync(path.join(folder, name));
      writeFileSync(path.join(folder, name, "migration.sql"), `-- ${name}`);
    }
    expect(readMigrations(folder).map((one) => one.name)).toEqual(["20260101_a", "20260201_b"]);
  });

  it("names one that has no SQL", () => {
    mkdirSync(path.join(folder, "20260101_empty"));
    expect(() => readMigrations(folder)).toThrow(/"20260101_empty" has no migration.sql/);
  });
});
