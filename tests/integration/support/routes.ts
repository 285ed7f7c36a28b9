import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "../../../scripts/lib/paths.mjs";

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

export interface Route {
  /** As in the OpenAPI document: `/api/v1/orders/{id}`. */
  path: string;
  methods: string[];
  /** What `route("…", …)` says of each method that it takes; none where it is not made by `route`. */
  permissions: Partial<Record<string, string>>;
  /** Whether it answers for every address that no other route has. */
  catchAll: boolean;
}

/** Every route file below `app/api/v1`, with the methods it exports. */
export function apiRoutes(): Route[] {
  const root = inRoot("app/api/v1");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .map((file) => {
      const source = readFileSync(path.join(root, file), "utf8");
      const exported = [
        ...source.matchAll(/export (?:const|async function|function) ([A-Z]+)\b/g),
        ...source.matchAll(/\bas ([A-Z]+)\b/g),
      ].map(([, name = ""]) => name);
      const declared = [...source.matchAll(/const (\w+) = route\(\s*"([^"]+)"/g)].map(
        ([, name = "", permission = ""]) => [name, permission] as const,
      );
      const permissions = Object.fromEntries(
        declared.flatMap(([name, permission]) =>
          // The one that answers for every method is exported under their names.
          [
            name,
            ...[...source.matchAll(new RegExp(`\\b${name} as ([A-Z]+)\\b`, "g"))].map(
              ([, as = ""]) => as,
            ),
          ].map((method) => [method, permission]),
        ),
      );
      const folder = path.dirname(file).split(path.sep).join("/");
      return {
        path: `/api/v1/${folder.replace(/\[(\w+)\]/g, "{$1}")}`,
        permissions,
        methods: METHODS.filter((method) => exported.includes(method)),
        catchAll: folder.startsWith("[..."),
      };
    })
    .sort((a, b) => a.path.localeCompare(b.path));
}
