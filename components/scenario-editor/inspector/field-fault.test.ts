import { expect, test } from "vitest";
import { getOperation } from "@/lib/apps/registry";
import { checkSecret } from "@/lib/webhooks/rules";
import { fieldFault } from "./field-fault";

const send = getOperation("webhooks.send");
if (!send) throw new Error("there is no such operation");

test("a value is judged by the operation's own rule for its field, whatever else is wrong", () => {
  const config = { webhookUrl: "", timeout: 9999 };
  const tooLong = "x".repeat(5_000);
  expect(fieldFault(send, config, "secret", "a good one")).toBeNull();
  expect(fieldFault(send, config, "secret", tooLong)).toBe(checkSecret(tooLong));
  expect(checkSecret(tooLong)).not.toBeNull();
  expect(fieldFault(send, config, "timeout", 3)).toBe("Timeout must be between 5 and 300.");
});

test("a fault within a field is not the field's own", () => {
  expect(fieldFault(send, {}, "headers", { "a b": "c" })).toBeNull();
});
