import { z } from "zod";
import { isSecretRef } from "@/lib/apps/secrets";
import { type Graph, type GraphNode, graphSchema, nodeName } from "@/lib/scenarios/graph";
import { type GraphOperation, sameJson } from "@/lib/scenarios/operations";
import { operationsBetween } from "@/lib/scenarios/operations-between";
import { applyInOrder } from "@/lib/scenarios/refused-operation";
import {
  placeLabel,
  secretPlaces,
  valueAt,
  withoutValue,
  withValue,
} from "@/lib/scenarios/secret-places";

/**
 * Unsaved work of a scenario, kept in the tab until the server has it: for a reload, a crash, a
 * server that is down. It is only ever offered, and holds no plain secret.
 */
export interface RecoveryCopy {
  id: string;
  /** Unix milliseconds. */
  at: number;
  /** What the server had. */
  before: Graph;
  after: Graph;
  /** The secrets that were entered and are not in it, in words. */
  leftOut: string[];
  /** Whether there was room only for the nodes that differ, with what they are connected to. */
  isPart?: boolean | undefined;
}

const copySchema = z.object({
  id: z.string(),
  at: z.number(),
  before: graphSchema,
  after: graphSchema,
  leftOut: z.array(z.string()),
  isPart: z.boolean().optional(),
});

type Content = Pick<RecoveryCopy, "before" | "after" | "leftOut">;

/** What is to be kept of a document that was edited; null when nothing is. */
export function contentOf(before: Graph, edited: Graph): Content | null {
  const saved = new Map(before.nodes.map((node) => [node.id, node]));
  const leftOut: string[] = [];
  const nodes = edited.nodes.map((node) => {
    let { config } = node;
    for (const place of secretPlaces(node)) {
      if (isSecretRef(valueAt(config, place))) continue;
      leftOut.push(`${placeLabel(node.operation, place)} of “${nodeName(node)}”`);
      const stored = valueAt(saved.get(node.id)?.config ?? {}, place);
      config = isSecretRef(stored) ? withValue(config, place, stored) : withoutValue(config, place);
    }
    return config === node.config ? node : { ...node, config };
  });
  const after = leftOut.length > 0 ? { ...edited, nodes } : edited;
  return leftOut.length === 0 && sameJson(before, after) ? null : { before, after, leftOut };
}

/**
 * The edits that bring a copy's work into the document as it is now. A reason, in words, when they
 * no longer fit: work on a node that was changed since would undo that change.
 */
export function editsOf(
  { before, after }: Content,
  now: Graph,
): { operations: GraphOperation[] } | { reason: string } {
  const operations = operationsBetween(before, after);
  if (!sameJson(before, now)) {
    if (operations.some(({ type }) => type === "replace")) {
      return { reason: "the scenario was changed since." };
    }
    const [wanted, current] = [nodesOf(after), nodesOf(now)];
    const overtaken = before.nodes.find((node) => {
      const [mine, theirs] = [wanted.get(node.id), current.get(node.id)];
      return !sameContent(node, mine) && ![node, mine].some((each) => sameContent(each, theirs));
    });
    if (overtaken) return { reason: `“${nodeName(overtaken)}” was changed since.` };
  }
  const applied = applyInOrder(now, operations);
  return "reason" in applied ? { reason: applied.reason } : { operations };
}

/** Whether a document has all that a copy holds: its answer was lost, but it was saved. */
export function isStored({ before, after, leftOut, isPart }: RecoveryCopy, now: Graph): boolean {
  if (leftOut.length > 0) return false;
  if (!isPart) return sameJson(after, now);
  const [wanted, found] = [itemsOf(after), itemsOf(now)];
  const isThere = [...wanted].every(([id, item]) => sameJson(found.get(id), item));
  return isThere && [...itemsOf(before).keys()].every((id) => wanted.has(id) || !found.has(id));
}

const itemsOf = ({ nodes, edges }: Graph) =>
  new Map([...nodes, ...edges].map((item) => [item.id, item]));
const nodesOf = ({ nodes }: Graph) => new Map(nodes.map((node) => [node.id, node]));

/** Whether two nodes, or the lack of one, are the same apart from where they stand. */
function sameContent(a: GraphNode | undefined, b: GraphNode | undefined): boolean {
  if (!a || !b) return a === b;
  return sameJson({ ...a, position: undefined }, { ...b, position: undefined });
}

const keyOf = (scenarioId: string, id = "") => `unsaved-scenario:${scenarioId}:${id}`;

/** This tab's storage; null where the browser forbids it. */
export function tabStorage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** A scenario's copies in a storage, the newest first. What can't be read is no copy. */
export function readCopies(storage: Storage, scenarioId: string): RecoveryCopy[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
  return keys
    .filter((key) => key.startsWith(keyOf(scenarioId)))
    .flatMap((key) => {
      try {
        return [copySchema.parse(JSON.parse(storage.getItem(key) ?? ""))];
      } catch {
        return [];
      }
    })
    .sort((a, b) => b.at - a.at);
}

/**
 * Keeps what differs in place of the copy with the same id: whole documents, or, where there is no
 * room for them, the part of them that differs. False when the storage has no room for that either.
 */
export function writeContent(
  storage: Storage,
  scenarioId: string,
  of: Pick<RecoveryCopy, "id" | "at">,
  content: Content,
): boolean {
  if (writeCopy(storage, scenarioId, { ...of, ...content })) return true;
  // The old copy would be in the way of the smaller one.
  removeCopy(storage, scenarioId, of.id);
  return writeCopy(storage, scenarioId, { ...of, ...partOf(content) });
}

/** The nodes and connections that differ, with the nodes at both ends: enough to make the edits of. */
export function partOf({ before, after, leftOut }: Content): Content & { isPart: true } {
  const [old, now] = [itemsOf(before), itemsOf(after)];
  const differs = ({ id }: { id: string }) => !sameJson(old.get(id), now.get(id));
  const edges = [...before.edges, ...after.edges].filter(differs);
  const wanted = new Set(edges.flatMap(({ source, target }) => [source, target]));
  const part = (graph: Graph): Graph => ({
    nodes: graph.nodes.filter((node) => differs(node) || wanted.has(node.id)),
    edges: graph.edges.filter(differs),
  });
  return { before: part(before), after: part(after), leftOut, isPart: true };
}

/** Keeps a copy in place of the one with its id; false when the storage is full. */
export function writeCopy(storage: Storage, scenarioId: string, copy: RecoveryCopy): boolean {
  try {
    storage.setItem(keyOf(scenarioId, copy.id), JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

export function removeCopy(storage: Storage, scenarioId: string, id: string): void {
  storage.removeItem(keyOf(scenarioId, id));
}
