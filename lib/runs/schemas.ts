import { z } from "zod";
import { pageQuery, timeQuery } from "@/lib/http/page";
import { graphSchema } from "@/lib/scenarios/graph";

export const RUN_STATUSES = ["running", "succeeded", "failed", "cancelled"] as const;

export const listRunsSchema = z.strictObject({
  ...pageQuery,
  ...timeQuery,
  scenarioId: z.string().max(64).optional(),
  status: z.enum(RUN_STATUSES).optional(),
  test: z.enum(["true", "false"]).optional(),
});

export const RUN_STEP_STATUSES = [
  "pending",
  "waiting",
  "succeeded",
  "failed",
  "skipped",
  "cancelled",
] as const;

/** A run as the API shows it. */
export const runSchema = z.object({
  id: z.string(),
  scenarioId: z.string(),
  scenarioName: z.string(),
  versionNumber: z.int().nullable().describe("Null for a draft that was tested"),
  eventId: z.string(),
  event: z.string().describe("The event's type, such as order.created"),
  orderId: z.string().nullable(),
  orderNumber: z.string().nullable(),
  status: z.enum(RUN_STATUSES),
  isTest: z.boolean(),
  createdAt: z.iso.datetime(),
  completedAt: z.iso.datetime().nullable(),
});
export type RunView = z.infer<typeof runSchema>;

/** How one node of a run fared; `input` and `output` are JSON texts. */
export const runStepSchema = z.object({
  nodeId: z.string(),
  nodeName: z.string(),
  operation: z.string(),
  status: z.enum(RUN_STEP_STATUSES),
  input: z.string().nullable(),
  output: z.string().nullable(),
  reason: z.string().nullable().describe("Why it was skipped or failed"),
  startedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  deliveryId: z.string().nullable(),
});

/** A run with the graph it used and the state of each node. */
export const runDetailSchema = runSchema.extend({
  graph: graphSchema,
  steps: z.array(runStepSchema),
});
export type RunDetailView = z.infer<typeof runDetailSchema>;
