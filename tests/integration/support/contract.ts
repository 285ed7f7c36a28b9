import { expect } from "vitest";
import { apiCalls } from "@/lib/http/openapi/calls";
import type { Answer } from "./client";

const known = apiCalls.map(({ call, ...rest }) => {
  const [method = "", path = ""] = call.split(" ");
  return { ...rest, method, path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`) };
});

/** A successful answer is what the OpenAPI document says: its status, and no field more or less. */
export function expectContract(method: string, target: string, answer: Answer): void {
  if (answer.status >= 300) return;
  const path = target.split("?")[0] ?? "";
  // A path without a parameter goes before one with.
  const call =
    known.find((each) => each.method === method && each.path === path) ??
    known.find((each) => each.method === method && each.pattern.test(path));
  if (!call) return;
  expect(answer.status, `${method} ${path}`).toBe(call.status ?? 200);
  if (!call.answer) return;
  const parsed = call.answer.safeParse(answer.json);
  expect(parsed.error?.issues, `${method} ${path}`).toBeUndefined();
  expect(parsed.data, `${method} ${path}`).toEqual(answer.json);
}
