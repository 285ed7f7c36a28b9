import { z } from "zod";
import { isSecretRef } from "@/lib/apps/secrets";
import { MASK } from "@/lib/secrets/mask";
import { type Graph, graphSchema, nodeName } from "./graph";
import { scenarioName } from "./schemas";
import { isRecord, placeLabel, secretPlaces, valueAt, withoutValue } from "./secret-places";
import { nodeProblems } from "./validate";

/** A scenario as a file: made, read and explained alike in browser and server. */

export const EXPORT_FORMAT = "traderlaunchpad.scenario";
export const EXPORT_FORMAT_VERSION = 1;

export const scenarioExportSchema = z.strictObject({
  format: z.literal(EXPORT_FORMAT),
  formatVersion: z.literal(EXPORT_FORMAT_VERSION),
  exportedAt: z.iso.datetime(),
  name: scenarioName,
  graph: graphSchema,
  /** Where a secret was, to be entered again; an export holds none. */
  removedSecrets: z.array(
    z.strictObject({ nodeId: z.string(), nodeName: z.string(), path: z.string().min(1) }),
  ),
});
export type ScenarioExport = z.infer<typeof scenarioExportSchema>;

export interface ExportFault {
  /** Dotted, within the document; empty for the document itself. */
  path: string;
  message: string;
}
export type ParsedExport =
  | { ok: true; document: ScenarioExport }
  | { ok: false; faults: ExportFault[] };

/** A scenario as a document without its secrets. `now` is written into it. */
export function toExport({
  name,
  graph,
  now,
}: {
  name: string;
  graph: Graph;
  now: Date;
}): ScenarioExport {
  const removedSecrets: ScenarioExport["removedSecrets"] = [];
  const nodes = graph.nodes.map((node) => {
    const places = secretPlaces(node);
    for (const place of places) {
      removedSecrets.push({ nodeId: node.id, nodeName: nodeName(node), path: place.join(".") });
    }
    return places.length > 0 ? { ...node, config: places.reduce(withoutValue, node.config) } : node;
  });
  return {
    format: EXPORT_FORMAT,
    formatVersion: EXPORT_FORMAT_VERSION,
    exportedAt: now.toISOString(),
    name,
    graph: { ...graph, nodes },
    removedSecrets,
  };
}

/** Reads an exported document, from its text or parsed; or what is wrong with it, by path and rule. */
export function parseExport(input: unknown): ParsedExport {
  const read = typeof input === "string" ? readText(input) : { value: input };
  if ("fault" in read) return { ok: false, faults: [read.fault] };
  const foreign = foreignFault(read.value);
  if (foreign) return { ok: false, faults: [foreign] };
  const parsed = scenarioExportSchema.safeParse(read.value);
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, read.value) };
  const faults = secretFaults(parsed.data.graph);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, document: parsed.data };
}

function readText(text: string): { value: unknown } | { fault: ExportFault } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const where = error instanceof Error ? whereInText(text, error.message) : "";
    return { fault: { path: "", message: `This is not JSON${where}.` } };
  }
}

/** Where reading stopped, of what the engines say: some give line and column, some a position. */
function whereInText(text: string, said: string): string {
  const [, line, column] = /line (\d+) column (\d+)/.exec(said) ?? [];
  if (line !== undefined) return `: look at line ${line}, column ${column}`;
  const [, position] = /position (\d+)/.exec(said) ?? [];
  if (position === undefined) return "";
  const lines = text.slice(0, Number(position)).split("\n");
  return `: look at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** One sentence for what was never an export, in place of a list of all that it lacks. */
function foreignFault(value: unknown): ExportFault | null {
  const document = isRecord(value) ? value : {};
  const { format, formatVersion: version } = document;
  if (format !== EXPORT_FORMAT) {
    const other = otherProduct(document);
    const what = other
      ? `This is ${other}, not an exported scenario`
      : "This is not an exported scenario";
    return { path: "format", message: `${what}: its format has to be "${EXPORT_FORMAT}".` };
  }
  if (version === EXPORT_FORMAT_VERSION) return null;
  const isNewer = typeof version === "number" && version > EXPORT_FORMAT_VERSION;
  return {
    path: "formatVersion",
    message: isNewer
      ? `This was exported by a newer release, in version ${version} of the format; only version ${EXPORT_FORMAT_VERSION} can be read here. Update this installation, or export it from one like this.`
      : `This document has another version of the format; only version ${EXPORT_FORMAT_VERSION} can be read here.`,
  };
}

/** What other products write, as far as a glance tells. */
function otherProduct(document: Record<string, unknown>): string | null {
  if (Array.isArray(document.nodes) && isRecord(document.connections)) return "an n8n workflow";
  if (Array.isArray(document.flow)) return "a Make blueprint";
  if (Array.isArray(document.zaps)) return "a Zapier export";
  return null;
}

const TYPES: Record<string, string> = {
  array: "a list",
  int: "a whole number",
  number: "a number",
  object: "an object in braces",
  record: "an object in braces",
  string: "a text",
};

function faultsOf(error: z.ZodError, document: unknown): ExportFault[] {
  return error.issues.flatMap((issue) => {
    const keys = issue.path.map(String);
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        path: [...keys, key].join("."),
        message: "This field is not known.",
      }));
    const path = keys.join(".");
    if (issue.code !== "invalid_type") return [{ path, message: issue.message }];
    const isMissing = isRecord(document) && valueAt(document, keys) === undefined;
    const type = TYPES[issue.expected];
    const rule = type ? `This has to be ${type}.` : issue.message;
    return [{ path, message: isMissing ? "This is missing." : rule }];
  });
}

/**
 * References and dots stand for a secret of the scenario they come from; here they stand for none.
 * A secret in plain text has to keep its rule now: once it is stored, nobody can see the fault.
 */
function secretFaults(graph: Graph): ExportFault[] {
  return graph.nodes.flatMap((node, index) => {
    const places = secretPlaces(node);
    if (places.length === 0) return [];
    const problems = new Map(nodeProblems(node).map(({ path, message }) => [path, message]));
    return places.flatMap((place) => {
      const value = valueAt(node.config, place);
      const isBorrowed = isSecretRef(value) || value === MASK;
      const broken = typeof value === "string" ? problems.get(place.join(".")) : undefined;
      const message = isBorrowed ? "This stands for a secret kept elsewhere. Remove it." : broken;
      if (message === undefined) return [];
      return [{ path: `graph.nodes.${index}.config.${place.join(".")}`, message }];
    });
  });
}

/**
 * What has to be looked after once the document is imported: removed secrets, fields that are
 * missing or break a rule, and operations that do not exist here.
 */
export function placesToFillIn({ graph, removedSecrets }: ScenarioExport) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const places = [
    ...removedSecrets,
    ...graph.nodes.flatMap((node) =>
      nodeProblems(node).flatMap(({ code, path }) => {
        const isUnknown = code === "unknown_operation" || code === "unsupported_version";
        const at = isUnknown ? "operation" : path;
        return at ? [{ nodeId: node.id, path: at }] : [];
      }),
    ),
  ].flatMap(({ nodeId, path }) => {
    const node = nodes.get(nodeId);
    if (!node) return [];
    const label =
      path === "operation"
        ? `Operation ${node.operation}, which is not available here`
        : placeLabel(node.operation, path.split("."));
    return [{ nodeId, nodeName: nodeName(node), path, label }];
  });
  return [...new Map(places.map((place) => [`${place.nodeId} ${place.path}`, place])).values()];
}
