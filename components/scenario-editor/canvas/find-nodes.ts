import { getAppOfOperation, getOperation } from "@/lib/apps/registry";
import { type Graph, type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { flowOrder, graphIndex } from "@/lib/scenarios/graph-index";
import { nodeSentence } from "@/lib/scenarios/sentence";

/**
 * The nodes that a few words stand for: each of them is in the node's name, its operation, its app or
 * its sentence. Those whose name begins so come first, then those whose name has every word, then the
 * rest; each group in the order of the flow. Without a word, every node.
 */
export function findNodes(graph: Graph, query: string): GraphNode[] {
  const { nodes } = graphIndex(graph);
  const inOrder = flowOrder(graph).flatMap((id) => nodes.get(id) ?? []);
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return inOrder;
  const words = wanted.split(/\s+/);
  const has = (text: string) => words.every((word) => text.includes(word));
  const groups: [GraphNode[], GraphNode[], GraphNode[]] = [[], [], []];
  for (const node of inOrder) {
    const name = nodeName(node).toLowerCase();
    if (name.startsWith(wanted)) groups[0].push(node);
    else if (has(name)) groups[1].push(node);
    else if (has(`${name} ${aboutNode(node)}`)) groups[2].push(node);
  }
  return groups.flat();
}

/** What a node is and does, in small letters. */
function aboutNode(node: GraphNode): string {
  const app = getAppOfOperation(node.operation)?.name ?? "";
  const title = getOperation(node.operation)?.title ?? node.operation;
  return `${app} ${title} ${nodeSentence(node)}`.toLowerCase();
}
