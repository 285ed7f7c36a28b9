import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { verificationSnippets } from "./verification-snippets";

const GUIDE = path.resolve(import.meta.dirname, "../../docs/receiving-webhooks.md");

test("the snippets are those of the receivers' guide, word for word", () => {
  const guide = readFileSync(GUIDE, "utf8");
  const blocks = guide.matchAll(/^### (.+)\n\n```(\w+) verify\.\w+\n([\s\S]*?)^```$/gm);
  const written = [...blocks].map(([, label, language, code]) => ({ language, label, code }));
  expect(verificationSnippets).toEqual(written);
  expect(written.map(({ label }) => label)).toEqual(["Node.js", "Python", "PHP", "Ruby", "Go"]);
});
