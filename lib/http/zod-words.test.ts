import { describe, expect, it } from "vitest";
import { z } from "zod";
import "./zod-words";

const words = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map((issue) => issue.message);

describe("the words for a value that a schema refuses", () => {
  const count = z.coerce.number().int().min(1).max(100);
  it.each<[string, z.ZodType, unknown]>([
    ["must be 1 or more", count, "0"],
    ["must be 100 or less", count, 101],
    ["must be a number", count, "x"],
    ["must be a whole number", count, 1.5],
    ["must be more than 0", z.number().positive(), 0],
    ["must be less than 5", z.number().lt(5), 5],
    ["must be a multiple of 2", z.number().multipleOf(2), 3],
    ["must be text", z.string(), 5],
    ["must be text", z.string(), null],
    ["must not be empty", z.string().min(1), ""],
    ["must have at least 3 characters", z.string().min(3), "a"],
    ["must have at most 1 character", z.string().max(1), "ab"],
    ["must be one of a, b", z.enum(["a", "b"]), "c"],
    ["must be order.created", z.literal("order.created"), "x"],
    ["must be true or false", z.boolean(), "true"],
    ["must be a list", z.array(z.string()), {}],
    ["must have at least 1 item", z.array(z.string()).min(1), []],
    ["must have at most 2 items", z.array(z.string()).max(2), ["a", "b", "c"]],
    ["must be an object", z.strictObject({}), "x"],
    ["must be an object", z.record(z.string(), z.string()), 1],
    ["must be an email address", z.email(), "x"],
    ["must be a date and time such as 2026-01-31T12:00:00Z", z.iso.datetime(), "yesterday"],
    ["does not have the expected form", z.string().regex(/^a/), "b"],
    ["does not have any of the expected forms", z.union([z.string(), z.number()]), true],
    ["is not valid", z.string().refine(() => false), "a"],
  ])("%s", (expected, schema, value) => {
    expect(words(schema, value)).toEqual([expected]);
  });

  it.each<[string, z.ZodType]>([
    ["text", z.string()],
    ["number", z.number()],
    ["choice", z.enum(["a", "b"])],
    ["object", z.object({})],
    ["union", z.union([z.string(), z.number()])],
  ])("say that a %s is missing", (_, schema) => {
    expect(words(schema, undefined)).toEqual(["is missing"]);
  });

  it("say once that a number is beyond what can be counted", () => {
    expect(words(z.int(), 1e308)).toEqual(["is too large"]);
  });

  it("give way to a schema's own", () => {
    expect(words(z.string("Enter a name."), undefined)).toEqual(["Enter a name."]);
    expect(words(z.string().min(1, "Enter a name."), "")).toEqual(["Enter a name."]);
    expect(
      words(
        z.string().refine(() => false, "Not that one."),
        "",
      ),
    ).toEqual(["Not that one."]);
  });
});
