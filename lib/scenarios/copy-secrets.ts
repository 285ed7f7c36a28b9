import "server-only";
import { isSecretRef } from "@/lib/apps/secrets";
import type { Db } from "@/lib/db";
import type { Graph } from "@/lib/scenarios/graph";
import { readSecrets, storeSecret } from "@/lib/secrets/store";

/**
 * The graph for scenario `to`, with each secret of scenario `from` that it refers to stored anew:
 * the two share none. Any other reference, to a secret that was rotated away too, stays as it is, for
 * `extractSecrets` to refuse. Throws SecretUnavailable when a secret can't be read any more.
 */
export async function copySecrets(
  db: Db,
  graph: Graph,
  { from, to }: { from: string; to: string },
): Promise<Graph> {
  const ids = new Set<string>();
  for (const { config } of graph.nodes) {
    mapRefs(config, (id) => {
      ids.add(id);
      return id;
    });
  }
  const own = await db.secret.findMany({
    where: { id: { in: [...ids] }, scenarioId: from, successors: { none: {} } },
    select: { id: true, origin: true, createdBy: true },
  });
  const values = await readSecrets(
    db,
    own.map(({ id }) => id),
  );
  const copies = new Map<string, string>();
  // A copy is no way to send them elsewhere.
  for (const { id, origin, createdBy } of own) {
    const value = values.get(id) ?? "";
    copies.set(id, await storeSecret(db, { scenarioId: to, value, origin, createdBy }));
  }
  const nodes = graph.nodes.map((node) => ({
    ...node,
    config: mapRefs(node.config, (id) => copies.get(id) ?? id) as typeof node.config,
  }));
  return { ...graph, nodes };
}

/** A value with the id of every reference in it mapped. What a handler has read is only so deep. */
function mapRefs(value: unknown, map: (id: string) => string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isSecretRef(value) && Object.keys(value).length === 1) return { $secret: map(value.$secret) };
  if (Array.isArray(value)) return value.map((item) => mapRefs(item, map));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapRefs(item, map)]));
}
