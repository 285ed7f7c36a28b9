import type { GraphNode } from "./graph";
import { sameJson } from "./operations";
import { isRecord, type KeyPath, placeLabel, secretPlaces, valueAt } from "./secret-places";

export interface FieldChange {
  /** Dotted path within the node's config; `note`, `operation` and `operationVersion` beside it. */
  field: string;
  label: string;
  before: string;
  after: string;
}

const TEXT_MAX_LENGTH = 200;

/** The fields of a node's config that differ; headers one by one, secrets without their value. */
export function describeConfig(before: GraphNode, after: GraphNode): FieldChange[] {
  if (before.config === after.config || sameJson(before.config, after.config)) return [];
  const secrets = [before, after].flatMap(secretPlaces);
  const fields = keysOf(before.config, after.config).flatMap((key): KeyPath[] => {
    const [old, now] = [before.config[key], after.config[key]];
    const areHeaders = key === "headers" && [old, now].every((v) => v === undefined || isRecord(v));
    if (!areHeaders) return [[key]];
    return keysOf(old ?? {}, now ?? {}).map((name) => [key, name]);
  });
  return fields.flatMap((path) => {
    const [old, now] = [valueAt(before.config, path), valueAt(after.config, path)];
    if (sameJson(old, now)) return [];
    const isSecret = secrets.some((secret) => touches(secret, path));
    return [
      {
        field: path.join("."),
        label: placeLabel(after.operation, path),
        ...(isSecret ? secretWords(old, now) : { before: shown(old), after: shown(now) }),
      },
    ];
  });
}

/** Every key of both objects, the later one's order first. */
function keysOf(before: object, after: object): string[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])];
}

/** Whether a secret is this field, within it or around it. */
function touches(secret: KeyPath, path: KeyPath): boolean {
  const length = Math.min(secret.length, path.length);
  return path.slice(0, length).every((key, index) => secret[index] === key);
}

const isSet = (value: unknown) => value !== undefined && value !== null && value !== "";

function secretWords(old: unknown, now: unknown): Pick<FieldChange, "before" | "after"> {
  if (!isSet(old)) return { before: "not set", after: isSet(now) ? "set" : "not set" };
  return { before: "set", after: isSet(now) ? "replaced" : "removed" };
}

function shown(value: unknown): string {
  if (!isSet(value)) return "not set";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value) && value.length === 0) return "none";
  const isPlainList = Array.isArray(value) && value.every((item) => typeof item !== "object");
  const text = isPlainList
    ? value.join(", ")
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
  // A character takes two units at most; one more than fits tells that some are left.
  const characters = [...text.slice(0, (TEXT_MAX_LENGTH + 1) * 2)];
  if (characters.length <= TEXT_MAX_LENGTH) return text;
  return `${characters.slice(0, TEXT_MAX_LENGTH).join("")}…`;
}
