import { describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { route } from "./route";

vi.mock("@/lib/auth/require-actor", () => ({ requireActor: async () => systemActor }));

const get = route("read", async ({ query }) => query);
const ask = (search: string) =>
  get(new Request(`http://localhost/api/v1/things${search}`), { params: Promise.resolve({}) });

describe("the parameters of a query", () => {
  test("reach the handler as they were given", async () => {
    const answer = await ask("?status=failed&q=a%20b");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "failed", q: "a b" });
  });

  test("that are given twice are an error that names them: one would be left out", async () => {
    const answer = await ask("?status=failed&q=a&status=sending");
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: "invalid_request",
      errors: [{ path: "status", message: "was given more than once" }],
    });
  });
});
