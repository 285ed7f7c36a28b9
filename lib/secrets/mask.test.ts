import { expect, it } from "vitest";
import { MASK as HEADER_MASK } from "@/lib/webhooks/headers";
import { MASK } from "./mask";
import { isSecretRef } from "./ref";

it("is the same everywhere", () => {
  expect(MASK).toBe(HEADER_MASK);
});

it.each([
  [{ $secret: "sec_1" }, true],
  [{ $secret: "sec_1", more: 1 }, false],
  [{ $secret: 1 }, false],
  [[], false],
  [null, false],
  ["sec_1", false],
])("recognises a reference: %j is %s", (value, expected) => {
  expect(isSecretRef(value)).toBe(expected);
});
