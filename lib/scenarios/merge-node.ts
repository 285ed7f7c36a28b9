import type { GraphNode } from "./graph";
import { sameJson } from "./operations";

/**
 * A node with what two sides changed of it; undefined when both changed the same of its parts in
 * different ways. Without a `base`, both added it.
 */
export function mergeNode(
  base: GraphNode | undefined,
  mine: GraphNode,
  theirs: GraphNode,
): GraphNode | undefined {
  if (sameJson(mine, theirs)) return theirs;
  const [step, name, note, disabled] = [
    mergePart(base, mine, theirs, stepOf),
    mergePart(base, mine, theirs, (node) => node.name),
    mergePart(base, mine, theirs, (node) => node.note),
    mergePart(base, mine, theirs, (node) => node.disabled),
  ];
  if (!step || !name || !note || !disabled) return undefined;
  const isMoved = !sameJson(base?.position, mine.position);
  const position = isMoved ? mine.position : theirs.position;
  const { operation, operationVersion, config } = step.value;
  // In the order of the schema, in which the server stores it.
  const merged: GraphNode = {
    id: theirs.id,
    operation,
    operationVersion,
    ...(name.value !== undefined && { name: name.value }),
    ...(position !== undefined && { position }),
    ...(note.value !== undefined && { note: note.value }),
    ...(disabled.value !== undefined && { disabled: disabled.value }),
    config,
  };
  return sameJson(merged, theirs) ? theirs : merged;
}

/** An operation's settings mean nothing apart from it. */
const stepOf = ({ operation, operationVersion, config }: GraphNode) => ({
  operation,
  operationVersion,
  config,
});

/** The part of the side that changed it, or that both have; undefined when each has its own. */
function mergePart<T>(
  base: GraphNode | undefined,
  mine: GraphNode,
  theirs: GraphNode,
  part: (node: GraphNode) => T,
): { value: T } | undefined {
  const [own, other] = [part(mine), part(theirs)];
  if (sameJson(own, other)) return { value: other };
  if (!base) return undefined;
  const old = part(base);
  if (sameJson(old, own)) return { value: other };
  return sameJson(old, other) ? { value: own } : undefined;
}
