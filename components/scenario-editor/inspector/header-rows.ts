import { isSecretRef, type SecretRef } from "@/lib/apps/secrets";
import { placeOf } from "./json-fault";

export type HeaderValue = string | SecretRef;

export interface HeaderRow {
  id: number;
  name: string;
  value: HeaderValue;
}

let lastId = 0;

export function newRow(name = "", value: HeaderValue = ""): HeaderRow {
  lastId += 1;
  return { id: lastId, name, value };
}

/** The headers of a config, whatever else it may hold in their place. */
export function headersOf(value: unknown): Record<string, HeaderValue> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      isSecretRef(each) || typeof each === "string" ? each : String(each),
    ]),
  );
}

/** What the rows stand for; rows without a name are left out, undefined when nothing remains. */
export function rowsToHeaders(rows: readonly HeaderRow[]): Record<string, HeaderValue> | undefined {
  const named = rows.filter(({ name }) => name !== "");
  if (named.length === 0) return undefined;
  return Object.fromEntries(named.map(({ name, value }) => [name, value]));
}

/**
 * The rows for headers that changed elsewhere (undo, JSON, a secret that was stored): rows keep
 * their identity by name, and those without a name, which the config can't hold, stay.
 */
export function syncRows(
  rows: readonly HeaderRow[],
  headers: Record<string, HeaderValue>,
): HeaderRow[] {
  const left = new Map(Object.entries(headers));
  const kept = rows.flatMap((row) => {
    if (row.name === "") return [row];
    const value = left.get(row.name);
    if (value === undefined) return [];
    left.delete(row.name);
    return [{ ...row, value }];
  });
  return [...kept, ...[...left].map(([name, value]) => newRow(name, value))];
}

/** The header names a row shares with an earlier one, in any case. */
export function repeatedRows(rows: readonly HeaderRow[]): Set<number> {
  const seen = new Set<string>();
  const repeated = new Set<number>();
  for (const { id, name } of rows) {
    if (name === "") continue;
    if (seen.has(name.toLowerCase())) repeated.add(id);
    seen.add(name.toLowerCase());
  }
  return repeated;
}

/** Headers from what was typed as JSON, or why it can't be used. */
export function parseHeaders(
  text: string,
): { headers: Record<string, HeaderValue> | undefined } | { error: string } {
  if (text.trim() === "") return { headers: undefined };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { line, column } = placeOf(text);
    return {
      error: `This is not complete JSON yet, so it is not saved (line ${line}, column ${column}).`,
    };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { error: 'Headers have to be an object, such as { "X-Shop": "42" }.' };
  }
  const twice = repeatedName(text);
  if (twice) return { error: `The header ${twice} is given twice.` };
  const wrong = Object.entries(value).find(
    ([, each]) => typeof each !== "string" && !isSecretRef(each),
  );
  if (wrong) return { error: `The value of ${wrong[0]} has to be text.` };
  const headers = value as Record<string, HeaderValue>;
  return { headers: Object.keys(headers).length > 0 ? headers : undefined };
}

/** A name that stands twice at the top level of an object's text: JSON.parse keeps the last in silence. */
function repeatedName(text: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  for (const [token, name] of text.matchAll(
    /[{}[\]]|"((?:[^"\\]|\\.)*)"(?=\s*:)|"(?:[^"\\]|\\.)*"/g,
  )) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (name !== undefined && depth === 1) {
      if (seen.has(name.toLowerCase())) return name;
      seen.add(name.toLowerCase());
    }
  }
  return undefined;
}
