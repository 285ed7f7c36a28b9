import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CORRECTED, licencesOf, licencesPage, packagesOf, refused } from "./licences.mjs";
import { inRoot } from "./paths.mjs";

const read = (file: string) => readFileSync(inRoot(file), "utf8");
const lock = JSON.parse(read("package-lock.json")) as Parameters<typeof packagesOf>[0];
const packages = packagesOf(lock);

describe("the packages that are installed", () => {
  it("have licences that are allowed", () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(refused(packages)).toEqual([]);
  });

  it("are listed in docs/licences.md; `npm run licences` writes it anew", () => {
    expect(read("docs/licences.md")).toBe(licencesPage(packages));
  });

  it("are corrected only where there is something to correct", () => {
    const names = new Set(packages.map(({ name }) => name));
    expect(Object.keys(CORRECTED).filter((name) => !names.has(name))).toEqual([]);
  });
});

describe("a licence", () => {
  const locked = (license?: string, more = {}) =>
    packagesOf({ packages: { "": {}, "node_modules/a": { version: "1.0.0", license, ...more } } });

  it.each(["GPL-3.0-only", "AGPL-3.0", "MIT AND GPL-2.0", "SEE LICENSE IN x", undefined])(
    "of %s is refused",
    (license) => {
      expect(refused(locked(license))).toHaveLength(1);
    },
  );

  it.each(["MIT", "(MIT OR GPL-3.0-only)", "(Apache-2.0 AND BSD-3-Clause)"])(
    "of %s is allowed",
    (license) => {
      expect(refused(locked(license))).toEqual([]);
    },
  );

  it("of a development tool is no matter", () => {
    expect(locked("GPL-3.0-only", { dev: true })).toEqual([]);
  });

  it("that is a choice is the one that is allowed", () => {
    expect(licencesOf("(GPL-3.0-only OR MIT)")).toEqual(["MIT"]);
  });

  it("of a package within another one is that package's", () => {
    const [nested] = packagesOf({
      packages: { "node_modules/a/node_modules/@b/c": { version: "2.0.0", license: "MIT" } },
    });
    expect(nested).toMatchObject({ name: "@b/c", version: "2.0.0" });
  });
});
