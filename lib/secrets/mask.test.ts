import { expect, it } from "vitest";
import { MASK as HEADER_MASK } from "@/lib/webhooks/headers";
import { MASK } from "./mask";

it("is the same everywhere", () => {
  expect(MASK).toBe(HEADER_MASK);
});
