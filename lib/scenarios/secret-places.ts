import { getOperation } from "@/lib/apps/registry";
import { isSecretHeader, isSecretRef, secretKeyPathsOf } from "@/lib/apps/secrets";
import type { NodeConfig } from "@/lib/apps/types";
import { isSensitiveHeader } from "@/lib/webhooks/rules";
import type { GraphNode } from "./graph";

/** The keys that lead to a value within a config; a header's name may contain a dot. */
export type KeyPath = readonly string[];

type Step = Pick<GraphNode, "operation" | "config">;

/**
 * The places of a node's config that hold a secret by the rules: what its operation declares, and,
 * also for an operation that the registry does not know, `secret` and headers that are secret.
 */
export function ruledPlaces({ operation, config }: Step): KeyPath[] {
  const headers = isRecord(config.headers) ? Object.keys(config.headers) : [];
  return filledPlaces(config, [
    ...secretKeyPathsOf(operation, config),
    ["secret"],
    ...headers.filter((name) => isSecretHeader(config, name)).map((name) => ["headers", name]),
  ]);
}

/**
 * Every place of a node's config that holds a secret, or may hold one: those of the rules, headers in
 * a form that can't be told apart, and every reference to a stored secret. Of an operation that the
 * registry does not know, also whatever is called like a secret. For leaving out and hiding, where
 * too much is better than too little.
 */
export function secretPlaces({ operation, config }: Step): KeyPath[] {
  const places = filledPlaces(config, [
    ...ruledPlaces({ operation, config }),
    ...(isRecord(config.headers) ? [] : [["headers"]]),
    ...scan(config, getOperation(operation) === undefined),
  ]);
  return places.filter((place) => !places.some((other) => isWithin(place, other)));
}

/** Each place once, and only where something is. */
function filledPlaces(config: NodeConfig, places: readonly KeyPath[]): KeyPath[] {
  const filled = places.filter((place) => !isEmpty(valueAt(config, place)));
  return [...new Map(filled.map((place) => [JSON.stringify(place), place])).values()];
}

/** References at any depth, and, where names are all there is to go by, values of telling names. */
function scan(config: NodeConfig, byName: boolean): KeyPath[] {
  const found: KeyPath[] = [];
  const stack: { value: unknown; path: KeyPath }[] = [{ value: config, path: [] }];
  for (let item = stack.pop(); item; item = stack.pop()) {
    const { value, path } = item;
    const name = path.at(-1);
    if (isSecretRef(value) || (byName && name !== undefined && isSensitiveHeader(name))) {
      if (path.length > 0) found.push(path);
      continue;
    }
    if (typeof value !== "object" || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      stack.push({ value: child, path: [...path, key] });
    }
  }
  return found;
}

/** The value at a path; undefined where there is none. */
export function valueAt(config: NodeConfig, path: KeyPath): unknown {
  let current: unknown = config;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

/** The config with another value at a path that it has; as it is when it has no such path. */
export function withValue(config: NodeConfig, path: KeyPath, value: unknown): NodeConfig {
  return put(config, path, value) as NodeConfig;
}

function put(into: unknown, [key, ...rest]: KeyPath, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(into)) {
    return into.map((item, index) => (String(index) === key ? put(item, rest, value) : item));
  }
  if (!isRecord(into) || !Object.hasOwn(into, key)) return into;
  return { ...into, [key]: put(into[key], rest, value) };
}

/** The config without the value at a path; an item of a list becomes null, so that others stay put. */
export function withoutValue(config: NodeConfig, path: KeyPath): NodeConfig {
  return without(config, path) as NodeConfig;
}

function without(value: unknown, [key, ...rest]: KeyPath): unknown {
  if (key === undefined || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const empty = rest.length === 0;
    return value.map((item, index) => {
      if (String(index) !== key) return item;
      return empty ? null : without(item, rest);
    });
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      if (name !== key) return [[name, item]];
      return rest.length === 0 ? [] : [[name, without(item, rest)]];
    }),
  );
}

/** What to call a place: the label of its field, a header by its name, else its path. */
export function placeLabel(operationKey: string, path: KeyPath): string {
  const [first = "", ...rest] = path;
  if (first === "headers" && rest.length > 0) return `Header ${rest.join(".")}`;
  const label = getOperation(operationKey)?.ui[first]?.label ?? first;
  return rest.length > 0 ? `${label} (${rest.join(".")})` : label;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWithin(place: KeyPath, other: KeyPath): boolean {
  return other.length < place.length && other.every((key, index) => place[index] === key);
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === "";
