/** How PostgreSQL carries out what a piece of work asks it. */
import pg from "pg";
import { vi } from "vitest";

/** A node of a plan, as EXPLAIN tells it in JSON. */
export interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The statements that work sends to the database, as they arrive there. */
export async function statementsOf(work: () => Promise<unknown>) {
  const spy = vi.spyOn(pg.Client.prototype, "query");
  try {
    await work();
    return spy.mock.calls.flatMap(([query, values]) => {
      const { text, values: own } = query as unknown as { text?: string; values?: unknown[] };
      return text !== undefined && /^\s*(SELECT|WITH)/.test(text)
        ? [{ text, values: own ?? (values as unknown[]) }]
        : [];
    });
  } finally {
    spy.mockRestore();
  }
}

type Statement = Awaited<ReturnType<typeof statementsOf>>[number];

/** The nodes of a statement's plan; with what it really did when it is carried out for that. */
async function planOf(
  client: pg.Client,
  { text, values }: Statement,
  { analyze = false } = {},
): Promise<Plan[]> {
  const { rows } = await client.query(`explain (format json, analyze ${analyze}) ${text}`, values);
  const [{ Plan: plan }] = rows[0]["QUERY PLAN"] as [{ Plan: Plan }];
  return nodesOf(plan);
}

/** The tables of which a statement reads every row. */
export async function scannedTables(client: pg.Client, statement: Statement) {
  return (await planOf(client, statement))
    .filter((node) => node["Node Type"].endsWith("Seq Scan"))
    .map((node) => node["Relation Name"]);
}

/** What a piece of work really did at deliveries and runs, by its nodes. Settings that it makes hold. */
export async function readingsOf(client: pg.Client, work: () => Promise<unknown>): Promise<Plan[]> {
  const nodes: Plan[] = [];
  await client.query("begin");
  try {
    for (const statement of await statementsOf(work)) {
      if (statement.text.includes("set_config"))
        await client.query(statement.text, statement.values);
      else nodes.push(...(await planOf(client, statement, { analyze: true })));
    }
  } finally {
    await client.query("rollback");
  }
  return nodes;
}
