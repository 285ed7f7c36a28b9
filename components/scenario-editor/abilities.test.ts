import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { apps } from "@/lib/apps/registry";

const root = path.dirname(import.meta.filename);
const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
);
const operations = apps.flatMap((app) => app.operations);

test("the editor names no operation and no setting of one: another app needs no change in it", () => {
  expect(sources.length).toBeGreaterThan(50);
  const names = operations.flatMap(({ key, ui }) => [
    key,
    // Words such as "secret" or "timeout" are not an app's alone.
    ...Object.keys(ui).filter((field) => /[A-Z]/.test(field)),
  ]);
  expect(names).toContain("webhookUrl");
  const named = sources.flatMap((file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    return names.filter((name) => text.includes(name)).map((name) => `${file}: ${name}`);
  });
  expect(named).toEqual([]);
});

test.each(operations)("$key: its abilities are about fields that it has", ({ ui, abilities }) => {
  const { signingSecret, retries } = abilities ?? {};
  if (signingSecret !== undefined) expect(ui[signingSecret]?.control).toBe("secret");
  if (retries !== undefined) expect(ui[retries]?.control).toBe("number");
});
