import { z } from "zod";
import { attemptSchema } from "@/lib/deliveries/schemas";
import { pageQuery } from "@/lib/http/page";
import { RUN_STATUSES } from "@/lib/runs/schemas";
import { emptyGraph, graphNodeSchema, graphSchema } from "@/lib/scenarios/graph";
import { templateKeys } from "@/lib/scenarios/templates";

export const SCENARIO_NAME_MAX_LENGTH = 100;

export const scenarioName = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(SCENARIO_NAME_MAX_LENGTH, `must have at most ${SCENARIO_NAME_MAX_LENGTH} characters`);

export const createScenarioSchema = z.strictObject({
  name: scenarioName,
  graph: graphSchema.default(emptyGraph),
});
export const renameScenarioSchema = z.strictObject({ name: scenarioName });
export const saveDraftSchema = z.strictObject({
  baseRevision: z.number().int().min(1),
  graph: graphSchema,
});
export const testScenarioSchema = z.strictObject({ orderId: z.string().max(64).optional() });
export const testWebhookSchema = z.strictObject({ node: graphNodeSchema });
export const fromTemplateSchema = z.strictObject({
  template: z.enum(templateKeys),
  name: scenarioName.optional().describe("The template's own name when left out"),
});
export const duplicateScenarioSchema = z.strictObject({
  graph: graphSchema.optional().describe("In place of the stored draft"),
});
export const importScenarioSchema = z.strictObject({
  name: scenarioName.optional().describe("The exported name when left out"),
  document: z.record(z.string(), z.unknown()).describe("What an export answered"),
});
export const activateScenarioSchema = z.strictObject({
  expectedVersion: z
    .int()
    .min(1)
    .nullable()
    .optional()
    .describe(
      "The number of the published version that the caller knows of, null for none; another one is a 409",
    ),
  expectedRevision: z
    .int()
    .min(1)
    .optional()
    .describe("The revision of the draft that the caller has seen; another one is a 409"),
});
/** One browser tab among those that have a scenario open; its id is the browser's own choice. */
export const presenceSchema = z.strictObject({ tabId: z.string().min(1).max(64) });

export const SCENARIO_STATUSES = ["draft", "active", "paused"] as const;

/** What of a scenario asks to be looked at. */
export const SCENARIO_ATTENTIONS = ["failing", "unpublished", "problems"] as const;

/** Orders of the list; a minus stands for descending. */
export const SCENARIO_SORTS = [
  "-created",
  "name",
  "-name",
  "updated",
  "-updated",
  "lastRun",
  "-lastRun",
] as const;
export type ScenarioSort = (typeof SCENARIO_SORTS)[number];

export const listScenariosSchema = z.strictObject({
  limit: pageQuery.limit,
  cursor: z
    .string()
    .max(1500)
    .regex(/^-?[A-Za-z0-9_-]+$/, "must be the nextCursor or prevCursor of another page")
    .optional()
    .describe("The nextCursor or prevCursor of another page of the same sort"),
  q: z.string().trim().max(SCENARIO_NAME_MAX_LENGTH).optional().describe("A part of the name"),
  status: z
    .enum([...SCENARIO_STATUSES, "inactive"])
    .optional()
    .describe("inactive stands for draft and paused"),
  attention: z
    .enum(SCENARIO_ATTENTIONS)
    .optional()
    .describe(
      "failing: active, and a webhook of the last 24 hours failed or waits for a retry with no success after it; unpublished: the draft differs from the published version; problems: the draft has problems",
    ),
  sort: z
    .enum(SCENARIO_SORTS)
    .default("-created")
    .describe("A minus stands for descending; by lastRun, what never ran counts as the earliest"),
});
export type ListScenariosInput = z.infer<typeof listScenariosSchema>;

/** A number of a version fits PostgreSQL's integer. */
const versionNumber = /^[1-9]\d{0,8}$/;

export const listVersionsSchema = z.strictObject({
  limit: pageQuery.limit,
  cursor: z.string().regex(versionNumber, "must be the nextCursor of a page before").optional(),
});
export const versionNumberSchema = z.string().regex(versionNumber).transform(Number);

/** A user or an API key. */
export const whoSchema = z.object({ id: z.string(), name: z.string() });
export type Who = z.infer<typeof whoSchema>;

/** A scenario as the API shows it; secrets in its graph are `{ "$secret": id }`. */
export const scenarioSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(SCENARIO_STATUSES),
  revision: z.number(),
  publishedVersion: z.number().nullable(),
  draftBaseVersion: z
    .number()
    .nullable()
    .describe("The published version that the draft last was the same as; null when none yet"),
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
  updatedBy: whoSchema.nullable().describe("Who saved the draft last"),
});
export type ScenarioView = z.infer<typeof scenarioSchema>;

const ended = {
  succeeded: z.int().describe("Runs that succeeded; tests do not count"),
  failed: z.int().describe("Runs that failed; tests do not count"),
};

/** How a scenario has fared lately. */
export const scenarioActivitySchema = z.object({
  lastRun: z
    .object({
      id: z.string(),
      status: z.enum(RUN_STATUSES),
      isTest: z.boolean(),
      createdAt: z.iso.datetime(),
    })
    .nullable()
    .describe("The newest run, tests included; null when there is none"),
  last7Days: z
    .object({
      ...ended,
      days: z
        .array(z.object({ since: z.iso.datetime(), ...ended }))
        .length(7)
        .describe("Seven periods of 24 hours, the oldest first; the last one ends now"),
    })
    .describe("Runs by the time they started, over the last seven times 24 hours"),
});
export type ScenarioActivity = z.infer<typeof scenarioActivitySchema>;

/** A scenario in a list. */
export const listedScenarioSchema = scenarioSchema.extend(scenarioActivitySchema.shape);
export type ListedScenarioView = z.infer<typeof listedScenarioSchema>;

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

/** A published version; tests of a draft make none. */
export const versionSchema = z.object({
  number: z.int(),
  createdAt: z.iso.datetime(),
  createdBy: whoSchema.nullable().describe("Null when it is not known any more"),
  isLive: z
    .boolean()
    .describe("Whether it is the one that events run while the scenario is active"),
  nodeCount: z.int(),
});
export type VersionView = z.infer<typeof versionSchema>;

/** A version with its graph; secrets are `{ "$secret": id }`. */
export const versionDetailSchema = versionSchema.extend({ graph: graphSchema });
export type VersionDetailView = z.infer<typeof versionDetailSchema>;

export const templateSchema = z.object({
  key: z.enum(templateKeys),
  name: z.string(),
  description: z.string(),
  needs: z.array(z.string()).describe("What has to be entered before it can be activated"),
});
export type TemplateView = z.infer<typeof templateSchema>;

/** A place of a graph that wants a value; `path` is the field within the node's config. */
export const placeToFillInSchema = z.object({
  nodeId: z.string(),
  nodeName: z.string(),
  path: z.string(),
  label: z.string(),
});
export type PlaceToFillIn = z.infer<typeof placeToFillInSchema>;

export const importedScenarioSchema = z.object({
  scenario: scenarioSchema,
  toFillIn: z.array(placeToFillInSchema),
});
export type ImportedScenarioView = z.infer<typeof importedScenarioSchema>;

/** Who has a part in a draft that is not live yet. */
export const draftAuthorSchema = whoSchema.extend({ savedAt: z.iso.datetime() });
export type DraftAuthorView = z.infer<typeof draftAuthorSchema>;

/** Who else has the scenario open, and what a tab that was asleep has to know. */
export const presenceViewSchema = z.object({
  others: z.array(
    z.object({
      name: z.string(),
      isYou: z.boolean().describe("Another tab of the one who asks"),
      since: z.iso.datetime(),
    }),
  ),
  revision: z.int(),
  lastSavedBy: z.object({ name: z.string() }).nullable(),
});
export type PresenceView = z.infer<typeof presenceViewSchema>;
