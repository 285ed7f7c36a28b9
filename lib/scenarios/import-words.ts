import { nodeName } from "./graph";
import { isRecord, placeLabel } from "./secret-places";

/** What the API takes as one body, in bytes, less the words around the document. */
export const IMPORT_MAX_BYTES = 256 * 1024 - 64;

/** Why a document of so many bytes can't be imported, or null. */
export function tooLarge(bytes: number): string | null {
  if (bytes <= IMPORT_MAX_BYTES) return null;
  const kib = (size: number) => Math.ceil(size / 1024);
  return `This is too large: ${kib(bytes)} KiB, and an import may have ${kib(IMPORT_MAX_BYTES)} KiB at most.`;
}

/**
 * A fault of a document in words of what somebody sees: the node's name and the field's label in
 * place of `document.graph.nodes.3.config.secret`.
 */
export function faultWords(
  document: Record<string, unknown>,
  { path, message }: { path: string; message: string },
): string {
  const keys = path.split(".");
  if (keys[0] === "document") keys.shift();
  // Says it all by itself.
  if (keys.length === 0 || keys[0] === "format" || keys[0] === "formatVersion") return message;
  const [area, list, index, ...rest] = keys;
  if (area !== "graph" || index === undefined) return `${keys.join(".")}: ${message}`;
  const item = itemAt(document, list, index);
  const number = Number(index) + 1;
  if (list === "nodes") return `${nodeWords(item, number)}${fieldWords(item, rest)}: ${message}`;
  const id = isRecord(item) && typeof item.id === "string" ? ` “${item.id}”` : "";
  return `Connection ${number}${id}${rest.length > 0 ? `, ${rest.join(".")}` : ""}: ${message}`;
}

function itemAt(document: Record<string, unknown>, list: string | undefined, index: string) {
  const graph = document.graph;
  const items = isRecord(graph) && list !== undefined ? graph[list] : undefined;
  return Array.isArray(items) ? (items[Number(index)] as unknown) : undefined;
}

function nodeWords(node: unknown, number: number): string {
  if (!isRecord(node)) return `Node ${number}`;
  const { name, operation, id } = node;
  const known =
    typeof name === "string" && name.trim() !== ""
      ? name
      : typeof operation === "string"
        ? nodeName({ operation })
        : id;
  return typeof known === "string" ? `Node ${number} “${known}”` : `Node ${number}`;
}

function fieldWords(node: unknown, keys: readonly string[]): string {
  if (keys.length === 0) return "";
  const [first, ...place] = keys;
  const operation = isRecord(node) ? node.operation : undefined;
  if (first !== "config" || place.length === 0 || typeof operation !== "string")
    return `, ${keys.join(".")}`;
  return `, ${placeLabel(operation, place)}`;
}
