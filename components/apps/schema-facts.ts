/** As much of JSON Schema as the configs of operations use. */
export type JsonSchema = {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
};

/** The branch of a schema that a person fills in: a stored-secret reference is none. */
function visible(schema: JsonSchema): JsonSchema {
  return schema.anyOf?.find((each) => each.type !== "object") ?? schema;
}

const TYPES: Record<string, string> = {
  string: "Text",
  integer: "Whole number",
  number: "Number",
  boolean: "Yes or no",
  array: "List",
  object: "Names and values",
};

const isSet = (bound: number | undefined): bound is number =>
  bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;

export function typeWords(raw: JsonSchema): string {
  const schema = visible(raw);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (schema.const !== undefined) return "Fixed";
  if (schema.enum) return "Choice";
  return (type && TYPES[type]) ?? "Any";
}

/** What a field accepts: "0 to 5", "always orderCreated". */
export function rangeWords(raw: JsonSchema): string | null {
  const schema = visible(raw);
  if (schema.const !== undefined) return `always ${String(schema.const)}`;
  if (schema.enum) return schema.enum.map(String).join(", ");
  const choices = schema.items?.enum ?? schema.items?.anyOf?.map((each) => each.const);
  if (choices?.length) return `any of ${choices.map(String).join(", ")}`;
  if (isSet(schema.minimum) && isSet(schema.maximum)) {
    return `${schema.minimum} to ${schema.maximum}`;
  }
  if (isSet(schema.minimum)) return `${schema.minimum} or more`;
  if (isSet(schema.maximum)) return `${schema.maximum} or less`;
  if (schema.maxLength !== undefined) return `up to ${schema.maxLength} characters`;
  return null;
}

export function defaultWords(schema: JsonSchema): string | null {
  if (schema.default === undefined) return null;
  if (typeof schema.default === "boolean") return schema.default ? "Yes" : "No";
  return typeof schema.default === "string" ? schema.default : JSON.stringify(schema.default);
}
