import { expect, it } from "vitest";
import { sameLock } from "./installed.mjs";

const WANTED = {
  packages: {
    "": {},
    "node_modules/a": { version: "1.0.0" },
    "node_modules/other-system": { version: "1.0.0", optional: true },
  },
};

it("is content without the optional packages of other systems", () => {
  expect(sameLock(WANTED, { packages: { "node_modules/a": { version: "1.0.0" } } })).toBe(true);
});

it("notices a missing, an outdated and a superfluous package", () => {
  expect(sameLock(WANTED, { packages: {} })).toBe(false);
  expect(sameLock(WANTED, { packages: { "node_modules/a": { version: "0.9.0" } } })).toBe(false);
  const extra = { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.0.0" } };
  expect(sameLock(WANTED, { packages: extra })).toBe(false);
});
