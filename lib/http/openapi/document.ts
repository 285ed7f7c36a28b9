import { z } from "zod";
import { errorCodes } from "@/lib/http/errors";
import { type ApiCall, apiCalls } from "@/lib/http/openapi/calls";
import { PRODUCT_VERSION } from "@/lib/webhooks/version";

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.enum(Object.keys(errorCodes) as [keyof typeof errorCodes]),
  requestId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

function jsonSchema(schema: z.ZodType, io: "input" | "output") {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

const json = (schema: z.ZodType, io: "input" | "output") => ({
  "application/json": { schema: jsonSchema(schema, io) },
});

function parametersOf(path: string, { query, headers }: ApiCall) {
  return [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
    ...Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
      name,
      in: "query",
      schema: jsonSchema(schema as z.ZodType, "input"),
    })),
    ...Object.entries(headers ?? {}).map(([name, description]) => ({
      name,
      in: "header",
      description,
      schema: { type: "string" },
    })),
  ];
}

const files = (types: readonly string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: "string" } }]));

function operationOf(path: string, call: ApiCall) {
  const parameters = parametersOf(path, call);
  return {
    summary: call.summary,
    ...(call.isOpen ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(call.body
      ? { requestBody: { required: !call.bodyIsOptional, content: json(call.body, "input") } }
      : {}),
    responses: {
      [call.status ?? 200]: {
        description: call.summary,
        ...(call.answer ? { content: json(call.answer, "output") } : {}),
        ...(call.answerTypes ? { content: files(call.answerTypes) } : {}),
      },
      default: {
        description: "A problem (RFC 9457)",
        content: {
          "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
        },
      },
    },
  };
}

/** The OpenAPI 3.1 document, generated from the schemas that the verbs parse with. */
export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const call of apiCalls) {
    const [method = "", path = ""] = call.call.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(path, call) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "TraderLaunchpad Integrations", version: PRODUCT_VERSION },
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer" } },
      schemas: { Problem: jsonSchema(problemSchema, "output") },
    },
  };
}
