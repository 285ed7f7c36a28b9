import { z } from "zod";
import { attemptSchema, deliverySchema, listDeliveriesSchema } from "@/lib/deliveries/schemas";
import { errorCodes } from "@/lib/http/errors";
import { createOrderSchema, listOrdersSchema, orderSchema } from "@/lib/orders/schemas";

import { listRunsSchema, RUN_STATUSES } from "@/lib/runs/schemas";
import {
  createScenarioSchema,
  fromTemplateSchema,
  listScenariosSchema,
  renameScenarioSchema,
  saveDraftSchema,
  scenarioSchema,
  testScenarioSchema,
  testWebhookSchema,
} from "@/lib/scenarios/schemas";
import { PRODUCT_VERSION } from "@/lib/webhooks/version";

type Operation = {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  summary: string;
  status: number;
  query?: z.ZodObject;
  body?: z.ZodType;
  answer?: z.ZodType;
  open?: boolean;
};

const list = (item: z.ZodType) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const runSchema = z.looseObject({
  id: z.string(),
  scenarioId: z.string(),
  scenarioName: z.string(),
  versionNumber: z.number().nullable(),
  eventId: z.string(),
  orderId: z.string().nullable(),
  status: z.enum(RUN_STATUSES),
  isTest: z.boolean(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
});
const deliveryDetail = deliverySchema.extend({
  eventId: z.string(),
  body: z.string(),
  attempts: z.array(attemptSchema),
});
const inboxSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  behaviour: z.string(),
});
const apiKeySchema = z.looseObject({ id: z.string(), name: z.string(), prefix: z.string() });

/** Every call of the API. A test compares it with the route files, so that neither can be forgotten. */
export const operations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/health",
    summary: "Whether the parts answer",
    status: 200,
    open: true,
  },
  {
    method: "get",
    path: "/api/v1/openapi.json",
    summary: "This document",
    status: 200,
  },
  {
    method: "get",
    path: "/api/v1/orders",
    summary: "List orders",
    status: 200,
    query: listOrdersSchema,
    answer: list(orderSchema),
  },
  {
    method: "post",
    path: "/api/v1/orders",
    summary: "Create an order",
    status: 201,
    body: createOrderSchema,
    answer: orderSchema,
  },
  {
    method: "post",
    path: "/api/v1/orders/mock",
    summary: "Create a mock order",
    status: 201,
    answer: orderSchema,
  },
  {
    method: "get",
    path: "/api/v1/orders/{id}",
    summary: "An order with its trace",
    status: 200,
    answer: orderSchema,
  },
  { method: "get", path: "/api/v1/apps", summary: "The registry of apps", status: 200 },
  {
    method: "get",
    path: "/api/v1/scenarios",
    summary: "List scenarios",
    status: 200,
    query: listScenariosSchema,
    answer: list(scenarioSchema),
  },
  {
    method: "post",
    path: "/api/v1/scenarios",
    summary: "Create a scenario",
    status: 201,
    body: createScenarioSchema,
    answer: scenarioSchema,
  },
  {
    method: "post",
    path: "/api/v1/scenarios/from-template",
    summary: "Create a scenario from a template",
    status: 201,
    body: fromTemplateSchema,
    answer: scenarioSchema,
  },
  {
    method: "get",
    path: "/api/v1/scenarios/{id}",
    summary: "A scenario",
    status: 200,
    answer: scenarioSchema,
  },
  {
    method: "patch",
    path: "/api/v1/scenarios/{id}",
    summary: "Rename a scenario",
    status: 200,
    body: renameScenarioSchema,
    answer: scenarioSchema,
  },
  {
    method: "delete",
    path: "/api/v1/scenarios/{id}",
    summary: "Delete a scenario; its history stays",
    status: 204,
  },
  {
    method: "put",
    path: "/api/v1/scenarios/{id}/draft",
    summary: "Save the draft",
    status: 200,
    body: saveDraftSchema,
    answer: scenarioSchema,
  },
  {
    method: "post",
    path: "/api/v1/scenarios/{id}/activate",
    summary: "Publish the draft and make it live",
    status: 200,
    answer: scenarioSchema,
  },
  {
    method: "post",
    path: "/api/v1/scenarios/{id}/deactivate",
    summary: "Stop new runs",
    status: 200,
    answer: scenarioSchema,
  },
  {
    method: "post",
    path: "/api/v1/scenarios/{id}/test",
    summary: "Run the draft once, as a test",
    status: 202,
    body: testScenarioSchema,
    answer: z.object({ runId: z.string(), deliveryIds: z.array(z.string()) }),
  },
  {
    method: "post",
    path: "/api/v1/scenarios/{id}/test-webhook",
    summary: "Send one node as it is given, as a test",
    status: 200,
    body: testWebhookSchema,
    answer: z.object({
      ok: z.boolean(),
      deliveryId: z.string(),
      runId: z.string(),
      attempt: attemptSchema,
    }),
  },
  {
    method: "get",
    path: "/api/v1/runs",
    summary: "List runs",
    status: 200,
    query: listRunsSchema,
    answer: list(runSchema),
  },
  {
    method: "get",
    path: "/api/v1/runs/{id}",
    summary: "A run with the state of each node",
    status: 200,
    answer: runSchema,
  },
  {
    method: "get",
    path: "/api/v1/deliveries",
    summary: "List deliveries",
    status: 200,
    query: listDeliveriesSchema,
    answer: list(deliverySchema),
  },
  {
    method: "get",
    path: "/api/v1/deliveries/{id}",
    summary: "A delivery with its attempts",
    status: 200,
    answer: deliveryDetail,
  },
  {
    method: "post",
    path: "/api/v1/deliveries/{id}/resend",
    summary: "Ask for one more attempt",
    status: 202,
    answer: z.object({ deliveryId: z.string(), attemptNumber: z.number() }),
  },
  {
    method: "post",
    path: "/api/v1/deliveries/{id}/cancel",
    summary: "No further automatic attempt",
    status: 200,
    answer: deliveryDetail,
  },
  {
    method: "get",
    path: "/api/v1/inboxes",
    summary: "List test inboxes",
    status: 200,
    answer: list(inboxSchema),
  },
  {
    method: "post",
    path: "/api/v1/inboxes",
    summary: "Create a test inbox",
    status: 201,
    answer: inboxSchema,
  },
  {
    method: "get",
    path: "/api/v1/inboxes/{id}",
    summary: "A test inbox",
    status: 200,
    answer: inboxSchema,
  },
  {
    method: "patch",
    path: "/api/v1/inboxes/{id}",
    summary: "Change a test inbox",
    status: 200,
    answer: inboxSchema,
  },
  { method: "delete", path: "/api/v1/inboxes/{id}", summary: "Delete a test inbox", status: 204 },
  {
    method: "get",
    path: "/api/v1/inboxes/{id}/messages",
    summary: "What arrived, newest first",
    status: 200,
  },
  {
    method: "get",
    path: "/api/v1/api-keys",
    summary: "List API keys (session only)",
    status: 200,
    answer: z.object({ items: z.array(apiKeySchema) }),
  },
  {
    method: "post",
    path: "/api/v1/api-keys",
    summary: "Create an API key, shown once (session only)",
    status: 201,
    answer: apiKeySchema.extend({ key: z.string() }),
  },
  {
    method: "delete",
    path: "/api/v1/api-keys/{id}",
    summary: "Revoke an API key (session only)",
    status: 204,
  },
  { method: "get", path: "/api/v1/settings", summary: "The instance's settings", status: 200 },
  { method: "get", path: "/api/v1/overview", summary: "Figures of the last 24 hours", status: 200 },
  {
    method: "post",
    path: "/api/v1/overview/dismiss",
    summary: "Put the guided start away",
    status: 204,
  },
];

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.enum(Object.keys(errorCodes) as [keyof typeof errorCodes]),
  requestId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

const jsonSchema = (schema: z.ZodType, io: "input" | "output") => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

/** The OpenAPI 3.1 document, generated from the schemas that the handlers parse with. */
export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const parameters = [
      ...[...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: "path",
        required: true,
        schema: { type: "string" },
      })),
      ...Object.entries(operation.query?.shape ?? {}).map(([name, schema]) => ({
        name,
        in: "query",
        schema: jsonSchema(schema as z.ZodType, "input"),
      })),
    ];
    paths[operation.path] ??= {};
    (paths[operation.path] as Record<string, unknown>)[operation.method] = {
      summary: operation.summary,
      ...(operation.open ? { security: [] } : {}),
      ...(parameters.length > 0 ? { parameters } : {}),
      ...(operation.body
        ? {
            requestBody: {
              required: true,
              content: { "application/json": { schema: jsonSchema(operation.body, "input") } },
            },
          }
        : {}),
      responses: {
        [operation.status]: {
          description: operation.summary,
          ...(operation.answer
            ? {
                content: { "application/json": { schema: jsonSchema(operation.answer, "output") } },
              }
            : {}),
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
