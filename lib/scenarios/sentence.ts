import { getOperation } from "@/lib/apps/registry";
import type { GraphNode } from "./graph";

const SLOT = /⟨([^⟩]+)⟩/g;

/**
 * A node's card text with its slots filled: "POST to hooks.example.com/orders". An empty slot reads
 * "…"; a web address is shown without its scheme and query, which may carry a token.
 */
export function nodeSentence(node: Pick<GraphNode, "operation" | "config">): string {
  const operation = getOperation(node.operation);
  if (!operation) return `Missing operation ${node.operation}`;
  return operation.card.replace(SLOT, (_, key: string) => slotText(node.config[key]));
}

function slotText(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || value === "") return "…";
  if (!/^https?:\/\//i.test(value)) return value;
  try {
    const url = new URL(value);
    return `${url.host}${url.pathname === "/" ? "" : url.pathname}`;
  } catch {
    return value;
  }
}
