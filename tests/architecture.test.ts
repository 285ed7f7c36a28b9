import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** Source files below a folder, tests and generated code left out, as paths from the root. */
function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => path.join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|generated|\/testing\//.test(file));
}

/** What a file imports of this project, as paths from the root. */
function imports(file: string): string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].flatMap(([, target]) => {
    if (target?.startsWith("@/")) return [target.slice(2)];
    if (target?.startsWith(".")) return [path.join(path.dirname(file), target)];
    return [];
  });
}

/** Imports that lead from `folder` into one of `forbidden`, as "file → import". */
function violations(folder: string, forbidden: readonly string[]): string[] {
  return sources(folder).flatMap((file) =>
    imports(file)
      .filter((target) =>
        forbidden.some((room) => target === room || target.startsWith(`${room}/`)),
      )
      .map((target) => `${file} → ${target}`),
  );
}

describe("dependencies point one way", () => {
  it.each([
    ["lib", ["app", "components", "inngest/functions", "inngest/engine", "scripts", "tests"]],
    ["components", ["app", "inngest", "lib/db", "lib/generated", "scripts", "tests"]],
    ["inngest/functions", ["app", "components", "inngest/engine", "lib/db", "lib/generated"]],
    ["inngest/engine", ["app", "components", "lib", "inngest/functions", "inngest/client"]],
    ["app", ["inngest/engine", "lib/db", "lib/generated", "scripts", "tests"]],
  ])("%s imports nothing of %j", (folder, forbidden) => {
    expect(violations(folder, forbidden)).toEqual([]);
  });

  it("finds imports at all", () => {
    expect(imports("lib/orders/create-order.ts")).toContain("lib/events/outbox");
  });
});

describe("where code may run is visible", () => {
  it("lib files that reach the database say server-only", () => {
    const silent = sources("lib").filter((file) => {
      const reaches = imports(file).some((target) => target === "lib/db" || target === "db");
      const text = readFileSync(path.join(root, file), "utf8");
      return (
        reaches &&
        !/import type [^;]*"@\/lib\/db"/.test(text) &&
        !text.includes('import "server-only"')
      );
    });
    expect(silent).toEqual([]);
  });
});
