import "server-only";
import type { Graph } from "@/lib/scenarios/graph";
import type { Sql } from "@/lib/sql";

interface Version {
  /** Null for that of a draft that was tested. */
  number: number | null;
  /** Shared by all who read it; nobody changes it. */
  graph: Graph;
}

/** A graph may be large: what a few dozen busy scenarios use is kept, and no more. */
const KEPT_MAX = 30;
const kept = new Map<string, Version>();

/**
 * A version of a scenario. It never changes once it is there, and every step of every run needs one:
 * those that were read last are kept. Null when there is none of this id.
 */
export async function readVersion(tx: Sql, id: string): Promise<Version | null> {
  const known = kept.get(id);
  if (known) {
    // The one used last goes last: the first is the one to give up.
    kept.delete(id);
    kept.set(id, known);
    return known;
  }
  const [row] = await tx.$queryRaw<{ number: number | null; graph: string }[]>`
    SELECT number, graph FROM scenario_versions WHERE id = ${id}`;
  if (!row) return null;
  const version = { number: row.number, graph: JSON.parse(row.graph) as Graph };
  kept.set(id, version);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  return version;
}
