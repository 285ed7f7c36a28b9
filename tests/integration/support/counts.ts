import type { Product } from "./product";

const TABLES = [
  ..."orders events runs run_steps deliveries attempts idempotency_keys scenarios".split(" "),
  ..."scenario_versions secrets inboxes inbox_messages api_keys audit_entries settings".split(" "),
];

/** How many rows there are of everything, and what the scenarios say: equal when nothing was written. */
export async function snapshot(product: Product): Promise<Record<string, string>> {
  const counts = TABLES.map((table) => `(select count(*) from ${table})::text as ${table}`);
  const { rows } = await product.db.query(
    `select ${counts.join(", ")}, (select md5(string_agg(
       concat_ws('|', id, name, status, draft, revision, published_version_id), ';' order by id))
     from scenarios) as content`,
  );
  return rows[0] as Record<string, string>;
}
