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
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe("The id of a run, an event or an order, or part of an order's number or email"),
});

export const RETRY_FROM = ["failed", "start"] as const;
export const RETRY_VERSIONS = ["same", "current"] as const;

export const retryRunSchema = z.strictObject({
  from: z
    .enum(RETRY_FROM, { error: `Choose ${RETRY_FROM.join(" or ")}.` })
    .describe("`failed`: what succeeded is taken over and not repeated. `start`: everything again"),
  version: z
    .enum(RETRY_VERSIONS, { error: `Choose ${RETRY_VERSIONS.join(" or ")}.` })
    .default("same")
    .describe("`same`: the version of the run. `current`: the one that is published now"),
});

export const retriedRunSchema = z.object({ runId: z.string().describe("The run that repeats it") });
export type RetryRunView = z.infer<typeof retriedRunSchema>;

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
  retryOf: z.string().nullable().describe("The run that it repeats"),
  retryFrom: z.enum(RETRY_FROM).nullable(),
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
  takenOverFrom: z
    .string()
    .nullable()
    .describe("The run in which it really happened, when this one did not repeat it"),
});

/** A run that repeats another one, or is repeated by it. */
const relatedRunSchema = z.object({
  id: z.string(),
  status: z.enum(RUN_STATUSES),
  retryFrom: z.enum(RETRY_FROM).nullable(),
  createdAt: z.iso.datetime(),
});

/** One way to retry a run, or why it can't be retried so now. */
export const retryOptionSchema = z.object({
  from: z.enum(RETRY_FROM),
  version: z.enum(RETRY_VERSIONS),
  versionNumber: z.int().nullable().describe("Null for a draft that was tested"),
  refusal: z.string().nullable().describe("Why it can't be retried so now; null when it can"),
});
export type RetryOptionView = z.infer<typeof retryOptionSchema>;

/** A run with the graph it used and the state of each node. */
export const runDetailSchema = runSchema.extend({
  graph: graphSchema,
  steps: z.array(runStepSchema),
  original: relatedRunSchema.nullable().describe("The run that it repeats, while that is kept"),
  retries: z.array(relatedRunSchema).describe("The runs that repeat it, the oldest first"),
  retryOptions: z
    .array(retryOptionSchema)
    .describe("`current` is left out where it is the version of the run"),
});
export type RunDetailView = z.infer<typeof runDetailSchema>;
