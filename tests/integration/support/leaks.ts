import { readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import type { Product } from "./product";

/**
 * The ways in which a value could stand somewhere without being seen: as it is, in hex, and in base64
 * wherever it begins within what was encoded.
 */
export function disguises(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
    // The characters that depend on nothing but the value.
    const [from, to] = [Math.ceil((offset * 8) / 6), Math.floor((whole.length * 8) / 6)];
    return (["base64", "base64url"] as const).map((as) => whole.toString(as).slice(from, to));
  });
  const hex = bytes.toString("hex");
  return [...new Set([value, hex, hex.toUpperCase(), ...base64])];
}

/** Fails naming the place, and not the value, when a text holds one of the values in any disguise. */
export function expectNoneIn(where: string, text: string, values: Record<string, string>): void {
  const found = Object.entries(values)
    .filter(([, value]) => disguises(value).some((disguise) => text.includes(disguise)))
    .map(([name]) => name);
  expect(found, where).toEqual([]);
}

/** Looks through every text, JSON and binary column of every table, the engine's own included. */
export async function expectNoColumnWith(
  product: Product,
  values: Record<string, string>,
): Promise<void> {
  const { rows: columns } = await product.db.query(
    `select c.table_schema as schema, c.table_name as name, c.column_name as column, c.data_type as type
     from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
       and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')`,
  );
  expect(columns.length).toBeGreaterThan(50);
  const wanted = Object.entries(values).flatMap(([name, value]) =>
    disguises(value).map((disguise) => ({ name, disguise })),
  );
  for (const { schema, name, column, type } of columns) {
    const text = type === "bytea" ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const { rows } = await product.db.query(
      `select number from unnest($1::text[]) with ordinality as wanted(value, number)
       where exists (select from "${schema}"."${name}" where position(wanted.value in ${text}) > 0)`,
      [wanted.map(({ disguise }) => disguise)],
    );
    const found = rows.map(({ number }) => wanted[Number(number) - 1]?.name);
    expect(found, `${schema}.${name}.${column}`).toEqual([]);
  }
}

/** The addresses of all pages below a folder of `app`, with parameters as `{id}`. */
export function pagePaths(folder: string): string[] {
  return readdirSync(inRoot("app", folder), { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx")
    .map((file) => path.dirname(file).split(path.sep).join("/"))
    .map((dir) => `/${dir === "." ? "" : dir.replace(/\[(\w+)\]/g, "{$1}")}`)
    .sort();
}
