import { z } from "zod";
import { permissions, type Role, scopeTexts } from "@/lib/auth/permissions";
import { errorCodes } from "@/lib/http/errors";
import { apiCalls } from "@/lib/http/openapi/calls";
import type { ApiCall } from "@/lib/http/openapi/calls/call";
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

const session = (role: Role) => ({ session: [`role:${role}`] });

/** Who may make a call: in OpenAPI 3.1 the names in a requirement are the scopes or roles it needs. */
function securityOf({ isOpen, needs = "read" }: ApiCall) {
  if (isOpen) return { security: [] };
  const { role, scope } = permissions[needs];
  if (scope === null) {
    return {
      description: `${role === "viewer" ? "Needs a session" : `Needs the session of an ${role}`}; no API key may.`,
      security: [session(role)],
    };
  }
  const key = { apiKey: scope === "any" ? [] : [scope] };
  const needed = scope === "any" ? "Any API key may." : `An API key needs the scope \`${scope}\`.`;
  return {
    description: role === "viewer" ? needed : `${needed} A session needs the role ${role}.`,
    security: [key, session(role)],
  };
}

const problem = (description: string) => ({
  description,
  content: {
    "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
  },
});

/** Of every call that takes a key. */
const refusals = {
  401: problem("Neither a session nor a valid API key: unknown, revoked or expired"),
  403: problem("The scope of the key or the role of the person is not enough"),
  429: {
    ...problem("The key has made its calls of this minute, or too many invalid keys were tried"),
    headers: {
      "Retry-After": { description: "Seconds to wait", schema: { type: "integer" } },
      "RateLimit-Policy": { description: "What a key may do", schema: { type: "string" } },
      RateLimit: { description: "What is left of it", schema: { type: "string" } },
    },
  },
};

function operationOf(path: string, call: ApiCall) {
  const parameters = parametersOf(path, call);
  return {
    summary: call.summary,
    ...securityOf(call),
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
      ...(call.isOpen ? {} : refusals),
      default: problem("A problem (RFC 9457)"),
    },
  };
}

const keyDescription = [
  "An API key, made by an owner in Settings, with one or more scopes:",
  ...Object.entries(scopeTexts).map(([scope, text]) => `- \`${scope}\`: ${text}`),
  "Every answer tells the key's limit in `RateLimit-Policy` and `RateLimit`.",
].join("\n");

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
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: keyDescription },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "tli.session_token",
          description:
            "The session of a signed-in person; over https its name begins with `__Secure-`. What changes something also has to come from a page of this product.",
        },
      },
      schemas: { Problem: jsonSchema(problemSchema, "output") },
    },
  };
}
