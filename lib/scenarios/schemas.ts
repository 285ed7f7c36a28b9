import { z } from "zod";
import { attemptSchema } from "@/lib/deliveries/schemas";
import { pageQuery } from "@/lib/http/page";
import { emptyGraph, graphNodeSchema, graphSchema } from "@/lib/scenarios/graph";

const name = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(100, "must have at most 100 characters");

export const createScenarioSchema = z.strictObject({
  name,
  graph: graphSchema.default(emptyGraph),
});
export const renameScenarioSchema = z.strictObject({ name });
export const saveDraftSchema = z.strictObject({
  baseRevision: z.number().int().min(1),
  graph: graphSchema,
});
export const testScenarioSchema = z.strictObject({ orderId: z.string().max(64).optional() });
export const testWebhookSchema = z.strictObject({ node: graphNodeSchema });
export const fromTemplateSchema = z.strictObject({ template: z.enum(["order-to-inbox"]) });

export const SCENARIO_STATUSES = ["draft", "active", "paused"] as const;

export const listScenariosSchema = z.strictObject({
  ...pageQuery,
  status: z.enum(SCENARIO_STATUSES).optional(),
});

/** A scenario as the API shows it; secrets in its graph are `{ "$secret": id }`. */
export const scenarioSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(SCENARIO_STATUSES),
  revision: z.number(),
  publishedVersion: z.number().nullable(),
  hasUnpublishedChanges: z.boolean(),
  graph: graphSchema,
  problems: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      nodeId: z.string().optional(),
      edgeId: z.string().optional(),
      path: z.string().optional(),
    }),
  ),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ScenarioView = z.infer<typeof scenarioSchema>;

/** What a test of the whole scenario started. */
export const testRunSchema = z.object({ runId: z.string(), deliveryIds: z.array(z.string()) });
export type TestRunView = z.infer<typeof testRunSchema>;

/** How a test of one webhook ended. */
export const webhookTestSchema = z.object({
  ok: z.boolean(),
  deliveryId: z.string(),
  runId: z.string(),
  attempt: attemptSchema,
});
export type WebhookTestView = z.infer<typeof webhookTestSchema>;
