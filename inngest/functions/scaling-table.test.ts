import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { functions } from "@/inngest/functions";

/** `docs/scaling.md` shows operators what engines are asked to keep to. */
const PAGE = path.join(import.meta.dirname, "../../docs/scaling.md");

function rowOf({ opts }: (typeof functions)[number]): string {
  const { id, retries, concurrency, triggers } = opts;
  const limits = [concurrency ?? []]
    .flat()
    .map((entry) => (typeof entry === "number" ? { limit: entry, key: undefined } : entry));
  const startedBy = [triggers ?? []]
    .flat()
    .map((trigger) => ("cron" in trigger ? trigger.cron : trigger.event));
  const inAll = limits.find(({ key }) => key === undefined)?.limit ?? "";
  const perTarget = limits.find(({ key }) => key === "event.data.targetHost")?.limit ?? "";
  const cells = [`\`${id}\``, startedBy.map((name) => `\`${name}\``).join(", ")];
  // An empty cell is written with one blank.
  return `| ${[...cells, inAll, perTarget, retries].join(" | ")} |`.replaceAll("|  ", "| ");
}

it("has each function with its triggers, limits and retries", () => {
  const section =
    readFileSync(PAGE, "utf8").split("\n## The functions\n")[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows).toEqual(functions.map(rowOf));
});
