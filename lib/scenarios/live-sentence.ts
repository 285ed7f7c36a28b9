import { type Graph, isTrigger, triggerNode } from "./graph";
import { flowOrder, graphIndex } from "./graph-index";
import { nodeSentence } from "./sentence";

/** More steps than these are counted, not named. */
const NAMED = 2;

/**
 * What a graph does once it is live, in one sentence: "From now on, when an order is created: POST to
 * shop.example/hook." Steps that are switched off are left out; null for a graph without a trigger.
 */
export function liveSentence(graph: Graph): string | null {
  const trigger = triggerNode(graph);
  if (!trigger) return null;
  const { nodes } = graphIndex(graph);
  const steps = flowOrder(graph).flatMap((id) => {
    const node = nodes.get(id);
    return node && !isTrigger(node) && !node.disabled ? [nodeSentence(node)] : [];
  });
  const named = steps.slice(0, NAMED);
  const rest = steps.length - named.length;
  if (rest > 0) named.push(rest === 1 ? "1 more step" : `${rest} more steps`);
  const when = nodeSentence(trigger);
  const what = new Intl.ListFormat("en").format(named);
  return `From now on, ${when.charAt(0).toLowerCase()}${when.slice(1)}: ${what}.`;
}
