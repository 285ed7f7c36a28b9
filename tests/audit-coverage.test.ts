import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const AUDIT = "lib/audit/write-audit";

/** What a file imports of this project's lib. */
const imports = (file: string): string[] =>
  [...read(file).matchAll(/^import (?!type)[^;]*?from "@\/(lib\/[^"]+)"/gm)].flatMap(
    ([, target]) => target ?? [],
  );

/** Whether a verb's file writes an entry: by itself, or by one that it hands the work to. */
function audits(file: string, depth = 2): boolean {
  if (file === AUDIT) return true;
  const source = `${file}.ts`;
  if (depth === 0 || !existsSync(path.join(root, source))) return false;
  return imports(source).some((target) => audits(target, depth - 1) || target === AUDIT);
}

const routes = readdirSync(path.join(root, "app/api/v1"), { recursive: true, encoding: "utf8" })
  .map((file) => path.join("app/api/v1", file))
  .filter((file) => path.basename(file) === "route.ts");

/** Verbs that a route calls for methods that change something, with where they are. */
function mutatingVerbs(route: string): string[] {
  const text = read(route);
  const handlers = text
    .split(/^export const /m)
    .slice(1)
    .filter((part) => /^(POST|PUT|PATCH|DELETE)\b/.test(part));
  return [
    ...text.matchAll(/^import (?!type)\{([^}]*)\} from "@\/(lib\/(?!http\/)[^"]+)"/gm),
  ].flatMap(([, names = "", from = ""]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => handlers.some((part) => new RegExp(`\\b${name}\\(`).test(part)))
      .map((name) => `${from} ${name}`),
  );
}

/** What need not be in the log, and why. */
const EXEMPT: Record<string, string> = {
  reportPresence: "who has a scenario open is nothing that is done to it, and goes after seconds",
  leavePresence: "as above",
  markRead: "one's own marks, which change nothing for anybody else",
  markAllRead: "as above",
  checkMessage: "reads and computes; it is a POST so that the secret is in no address",
  checkAddress: "reads and computes",
};

describe("the audit log", () => {
  it.each(routes.flatMap((route) => mutatingVerbs(route).map((verb) => [verb, route] as const)))(
    "%s writes an entry (%s)",
    (verb) => {
      const [file = "", name = ""] = verb.split(" ");
      if (Object.hasOwn(EXEMPT, name)) return;
      expect(audits(file), `${verb} reaches no writeAudit`).toBe(true);
    },
  );

  it("finds the verbs at all", () => {
    const verbs = routes.flatMap(mutatingVerbs);
    expect(verbs).toContain("lib/scenarios/activate-scenario activateScenario");
    expect(verbs.length).toBeGreaterThan(25);
    expect(audits("lib/scenarios/list-scenarios")).toBe(false);
  });

  it("exempts nothing that is not there", () => {
    const names = routes.flatMap(mutatingVerbs).map((verb) => verb.split(" ")[1]);
    expect(Object.keys(EXEMPT).filter((name) => !names.includes(name))).toEqual([]);
  });
});
