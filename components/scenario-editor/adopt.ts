import { isSecretRef, type SecretRef } from "@/lib/apps/secrets";
import type { Graph } from "@/lib/scenarios/graph";
import { type KeyPath, secretPlaces, valueAt, withValue } from "@/lib/scenarios/secret-places";

interface StoredSecret {
  nodeId: string;
  place: KeyPath;
  plain: string;
  ref: SecretRef;
}

/** The secrets that were sent as text and came back as references. */
export function storedSecrets(sent: Graph, received: Graph): StoredSecret[] {
  const sentConfigs = new Map(sent.nodes.map((node) => [node.id, node.config]));
  return received.nodes.flatMap((node) =>
    secretPlaces(node).flatMap((place): StoredSecret[] => {
      const plain = valueAt(sentConfigs.get(node.id) ?? {}, place);
      const ref = valueAt(node.config, place);
      const isStored = typeof plain === "string" && isSecretRef(ref);
      return isStored ? [{ nodeId: node.id, place, plain, ref }] : [];
    }),
  );
}

/**
 * The document with those texts replaced by their references, wherever it still has the same text
 * in the same place; what was edited meanwhile stays. The same object when nothing applies.
 */
export function adoptSecrets(graph: Graph, secrets: readonly StoredSecret[]): Graph {
  let changed = false;
  const nodes = graph.nodes.map((node) => {
    const config = secrets
      .filter(
        ({ nodeId, place, plain }) => nodeId === node.id && valueAt(node.config, place) === plain,
      )
      .reduce((into, { place, ref }) => withValue(into, place, ref), node.config);
    if (config === node.config) return node;
    changed = true;
    return { ...node, config };
  });
  return changed ? { ...graph, nodes } : graph;
}
