import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashFiles, Stamps } from "./stamps.mjs";

let root: string;
const write = (name: string, text: string) => writeFileSync(path.join(root, name), text);

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "stamps-test-"));
  mkdirSync(path.join(root, "src"));
  write("src/a.ts", "a");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("hashFiles", () => {
  const hash = () => hashFiles(root, ["src", "missing"], (file) => file.endsWith(".test.ts"));

  it("changes with a content, a name or a new file, and with nothing else", () => {
    const first = hash();
    write("src/a.test.ts", "skipped");
    write("outside.ts", "not listed");
    expect(hash()).toBe(first);
    write("src/a.ts", "b");
    const second = hash();
    expect(second).not.toBe(first);
    write("src/b.ts", "");
    expect(hash()).not.toBe(second);
  });
});

describe("Stamps", () => {
  it("remembers finished work only", async () => {
    const stamps = new Stamps(path.join(root, "stamps"));
    expect(stamps.matches("web", "1")).toBe(false);
    await stamps.redo("web", "1", async () => {});
    expect(stamps.matches("web", "1")).toBe(true);
    expect(stamps.matches("web", "2")).toBe(false);
    const failure = stamps.redo("web", "1", async () => {
      throw new Error("no");
    });
    await expect(failure).rejects.toThrow("no");
    expect(stamps.matches("web", "1")).toBe(false);
  });
});
