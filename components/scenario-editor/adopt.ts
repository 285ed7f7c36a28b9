import { isSecretRef, type SecretRef } from "@/lib/apps/secrets";
import type { Graph } from "@/lib/scenarios/graph";
import { nodeProblems } from "@/lib/scenarios/validate";

interface StoredSecret {
  nodeId: string;
  /** A config key, or a header's name within `headers`. */
  key: string;
  header: boolean;
  plain: string;
  ref: SecretRef;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/**
 * The secrets that were sent as text and came back as references; not those that break a rule,
 * which have to stay in sight to be corrected.
 */
export function storedSecrets(sent: Graph, received: Graph): StoredSecret[] {
  const receivedConfigs = new Map(received.nodes.map((node) => [node.id, node.config]));
  const found: StoredSecret[] = [];
  for (const node of sent.nodes) {
    const config = receivedConfigs.get(node.id);
    if (!config) continue;
    const faulty = new Set(nodeProblems(node).map(({ path }) => path));
    const compare = (from: unknown, to: unknown, header: boolean) => {
      for (const [key, plain] of Object.entries(record(from))) {
        const ref = record(to)[key];
        if (faulty.has(header ? `headers.${key}` : key)) continue;
        if (typeof plain === "string" && isSecretRef(ref)) {
          found.push({ nodeId: node.id, key, header, plain, ref });
        }
      }
    };
    compare(node.config, config, false);
    compare(node.config.headers, config.headers, true);
  }
  return found;
}

/**
 * The document with those texts replaced by their references, wherever it still has the same text
 * in the same place; what was edited meanwhile stays. The same object when nothing applies.
 */
export function adoptSecrets(graph: Graph, secrets: readonly StoredSecret[]): Graph {
  let changed = false;
  const nodes = graph.nodes.map((node) => {
    let { config } = node;
    for (const { nodeId, key, header, plain, ref } of secrets) {
      if (nodeId !== node.id) continue;
      if (header && record(config.headers)[key] === plain) {
        config = { ...config, headers: { ...record(config.headers), [key]: ref } };
      } else if (!header && config[key] === plain) {
        config = { ...config, [key]: ref };
      }
    }
    if (config === node.config) return node;
    changed = true;
    return { ...node, config };
  });
  return changed ? { ...graph, nodes } : graph;
}
