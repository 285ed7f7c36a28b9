import type { GraphFault } from "@/components/scenarios/api";
import { type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { placeLabel } from "@/lib/scenarios/secret-places";

/** A setting that the server finds at fault. */
export interface FaultPlace {
  nodeId: string;
  field: string | undefined;
  /** As people know it: "Header Authorization"; with its node before it where there are several. */
  label: string;
}

export interface FaultGroup {
  message: string;
  places: FaultPlace[];
}

/** A header's name may contain a dot. */
const keysOf = (field: string) =>
  field.startsWith("headers.") ? ["headers", field.slice("headers.".length)] : field.split(".");

/** What the server refuses a graph for: each sentence once, with the settings that it is about. */
export function groupFaults(
  faults: readonly GraphFault[],
  nodes: readonly GraphNode[],
): FaultGroup[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const groups = new Map<string, FaultPlace[]>();
  const areMany = new Set(faults.flatMap(({ nodeId }) => nodeId ?? [])).size > 1;
  for (const { message, nodeId, field } of faults) {
    const places = groups.get(message) ?? [];
    groups.set(message, places);
    const node = nodeId === undefined ? undefined : byId.get(nodeId);
    if (!node) continue;
    const name = nodeName(node);
    const setting = field === undefined ? null : placeLabel(node.operation, keysOf(field));
    const label = setting === null ? name : areMany ? `${name}, ${setting}` : setting;
    places.push({ nodeId: node.id, field, label });
  }
  return [...groups].map(([message, places]) => ({ message, places }));
}

/** A group in one line: the settings, then the sentence. */
export const faultLine = ({ message, places }: FaultGroup): string =>
  places.length === 0 ? message : `${places.map(({ label }) => label).join("; ")}: ${message}`;
