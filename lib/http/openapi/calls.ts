import { z } from "zod";
import {
  accountSchema,
  endedSessionsSchema,
  sessionSchema,
  updateAccountSchema,
} from "@/lib/account/schemas";
import { appSchema } from "@/lib/apps/schemas";
import {
  auditActorSchema,
  auditEntrySchema,
  exportAuditSchema,
  listAuditSchema,
} from "@/lib/audit/schemas";
import { apiKeySchema, createApiKeySchema, createdApiKeySchema } from "@/lib/auth/api-keys/schemas";
import type { Permission } from "@/lib/auth/permissions";
import {
  deliveryDetailSchema,
  deliveryFilterSchema,
  deliverySchema,
  exportDeliveriesSchema,
  listDeliveriesSchema,
  resendSchema,
} from "@/lib/deliveries/schemas";
import {
  checkedMessageSchema,
  checkMessageSchema,
  createInboxSchema,
  inboxMessageSchema,
  inboxPageSchema,
  inboxSchema,
  messagePageSchema,
  updateInboxSchema,
} from "@/lib/inboxes/schemas";
import { updatePreferencesSchema } from "@/lib/instance/preferences-schema";
import {
  healthSchema,
  overviewQuerySchema,
  overviewSchema,
  settingsSchema,
} from "@/lib/instance/schemas";
import {
  chooseMissedSchema,
  dismissedMissedSchema,
  listMissedSchema,
  missedCountSchema,
  missedPageSchema,
  sentMissedSchema,
} from "@/lib/missed/schemas";
import {
  listNotificationsSchema,
  notificationPageSchema,
  notificationSettingsSchema,
  readAllSchema,
  sendSchema,
  testChannelSchema,
  unreadSchema,
  updateNotificationSettingsSchema,
} from "@/lib/notifications/schemas";
import {
  createOrderSchema,
  listOrdersSchema,
  orderDetailSchema,
  orderSchema,
} from "@/lib/orders/schemas";
import { addressCheckSchema, checkAddressSchema } from "@/lib/outgoing/schemas";
import {
  changeRoleSchema,
  invitationSchema,
  inviteSchema,
  newInvitationSchema,
  personSchema,
  resetLinkSchema,
} from "@/lib/people/schemas";
import {
  createReplaySchema,
  listReplayItemsSchema,
  listReplaysSchema,
  replayItemSchema,
  replayPreviewSchema,
  replaySchema,
} from "@/lib/replays/schemas";
import {
  listRunsSchema,
  retriedRunSchema,
  retryRunSchema,
  runDetailSchema,
  runSchema,
} from "@/lib/runs/schemas";
import { DRAFT_MAX_BYTES } from "@/lib/scenarios/draft-text";
import { scenarioExportSchema } from "@/lib/scenarios/export-format";
import { saveOperationsSchema } from "@/lib/scenarios/operation-schema";
import {
  activateScenarioSchema,
  createScenarioSchema,
  draftAuthorSchema,
  duplicateScenarioSchema,
  fromTemplateSchema,
  importedScenarioSchema,
  importScenarioSchema,
  listedScenarioSchema,
  listScenariosSchema,
  listVersionsSchema,
  presenceSchema,
  presenceViewSchema,
  renameScenarioSchema,
  saveDraftSchema,
  scenarioSchema,
  templateSchema,
  testRunSchema,
  testScenarioSchema,
  testWebhookSchema,
  versionDetailSchema,
  versionSchema,
  webhookTestSchema,
} from "@/lib/scenarios/schemas";
import { rotatedSecretSchema, rotateSecretSchema, storedSecretSchema } from "@/lib/secrets/schemas";
import { resumedSchema, targetsSchema } from "@/lib/targets/schemas";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type ApiCall = {
  /** Such as `GET /api/v1/orders/{id}`. */
  call: `${Method} /${string}`;
  summary: string;
  /** What its route declares, which a test compares; `read` unless said otherwise. */
  needs?: Permission;
  /** Of a success; 200 unless said otherwise. */
  status?: number;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Whether the body may be left out. */
  bodyIsOptional?: boolean;
  /** Request headers beside the key, with what they mean. */
  headers?: Record<string, string>;
  answer?: z.ZodType;
  /** Of an answer that is a file. */
  answerTypes?: readonly string[];
  /** Needs no key. */
  isOpen?: boolean;
};

const page = (item: z.ZodType) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("Leads to older items"),
    prevCursor: z.string().nullable().describe("Leads back to newer items"),
  });
const all = (item: z.ZodType) => z.object({ items: z.array(item) });

const lenient = {
  Prefer:
    "`handling=lenient` (RFC 7240) saves values that break a rule as problems of the draft, where they would be refused otherwise.",
};

const orders: ApiCall[] = [
  {
    call: "GET /api/v1/orders",
    summary: "List orders, newest first",
    query: listOrdersSchema,
    answer: page(orderSchema),
  },
  {
    call: "POST /api/v1/orders",
    needs: "orders:write",
    summary: "Create an order",
    status: 201,
    headers: {
      "Idempotency-Key":
        "A repeat within 7 days with the same key and body gets the first answer; another body gets a 409.",
      "X-Webhook-Id":
        "Of the webhook that the order follows from, so that a loop of webhooks and orders is stopped.",
    },
    body: createOrderSchema,
    answer: orderSchema,
  },
  {
    call: "POST /api/v1/orders/mock",
    needs: "orders:write",
    summary: "Create an order with made-up content",
    status: 201,
    answer: orderSchema,
  },
  {
    call: "GET /api/v1/orders/{id}",
    summary: "An order with its trace",
    answer: orderDetailSchema,
  },
];

const scenarios: ApiCall[] = [
  {
    call: "GET /api/v1/scenarios",
    summary: "List scenarios by name, state and order; newest first unless sorted",
    query: listScenariosSchema,
    answer: page(listedScenarioSchema),
  },
  {
    call: "POST /api/v1/scenarios",
    needs: "scenarios:write",
    summary: "Create a scenario",
    status: 201,
    headers: lenient,
    body: createScenarioSchema,
    answer: scenarioSchema,
  },
  {
    call: "GET /api/v1/scenarios/templates",
    summary: "List the templates",
    answer: all(templateSchema),
  },
  {
    call: "POST /api/v1/scenarios/from-template",
    needs: "scenarios:write",
    summary: "Create a scenario from a template",
    status: 201,
    body: fromTemplateSchema,
    answer: scenarioSchema,
  },
  {
    call: "POST /api/v1/scenarios/import",
    needs: "scenarios:write",
    summary: "Create a scenario from an export; 400 names what is wrong with the document",
    status: 201,
    body: importScenarioSchema,
    answer: importedScenarioSchema,
  },
  { call: "GET /api/v1/scenarios/{id}", summary: "A scenario", answer: scenarioSchema },
  {
    call: "PATCH /api/v1/scenarios/{id}",
    needs: "scenarios:write",
    summary: "Rename a scenario",
    body: renameScenarioSchema,
    answer: scenarioSchema,
  },
  {
    call: "DELETE /api/v1/scenarios/{id}",
    needs: "scenarios:write",
    summary: "Delete a scenario; its history stays",
    status: 204,
  },
  {
    call: "PUT /api/v1/scenarios/{id}/draft",
    needs: "scenarios:write",
    summary:
      "Save the draft; 409 when it was saved by somebody else since `baseRevision`, 413 when it is too large",
    headers: lenient,
    body: saveDraftSchema,
    answer: scenarioSchema,
  },
  {
    call: "POST /api/v1/scenarios/{id}/operations",
    needs: "scenarios:write",
    summary: `Save edits of the draft, all or none; 409 as for the draft, 413 when it would take up more than ${DRAFT_MAX_BYTES / 1024 / 1024} MiB`,
    headers: lenient,
    body: saveOperationsSchema,
    answer: scenarioSchema,
  },
  {
    call: "GET /api/v1/scenarios/{id}/draft/authors",
    summary: "Who has saved the draft since the live version was published, the latest first",
    answer: all(draftAuthorSchema),
  },
  {
    call: "POST /api/v1/scenarios/{id}/activate",
    needs: "scenarios:write",
    summary:
      "Publish the draft and make it live; 422 when it has problems, 409 when `expectedVersion` is not the published one or `expectedRevision` not the draft's",
    body: activateScenarioSchema,
    bodyIsOptional: true,
    answer: scenarioSchema,
  },
  {
    call: "POST /api/v1/scenarios/{id}/deactivate",
    needs: "scenarios:write",
    summary: "Stop new runs",
    answer: scenarioSchema,
  },
  {
    call: "GET /api/v1/scenarios/{id}/versions",
    summary: "List the published versions, newest first",
    query: listVersionsSchema,
    answer: z.object({ items: z.array(versionSchema), nextCursor: z.string().nullable() }),
  },
  {
    call: "GET /api/v1/scenarios/{id}/versions/{number}",
    summary: "A published version with its graph",
    answer: versionDetailSchema,
  },
  {
    call: "POST /api/v1/scenarios/{id}/duplicate",
    needs: "scenarios:write",
    summary: "Copy the draft, or another graph, to a new scenario with secrets of its own",
    status: 201,
    headers: lenient,
    body: duplicateScenarioSchema,
    bodyIsOptional: true,
    answer: scenarioSchema,
  },
  {
    call: "GET /api/v1/scenarios/{id}/export",
    summary: "The draft as a document without its secrets",
    answer: scenarioExportSchema,
  },
  {
    call: "PUT /api/v1/scenarios/{id}/presence",
    needs: "read",
    summary:
      "Say that a tab has the scenario open; answers which others were seen within 15 seconds",
    body: presenceSchema,
    answer: presenceViewSchema,
  },
  {
    call: "DELETE /api/v1/scenarios/{id}/presence",
    needs: "read",
    summary: "Say that a tab has the scenario open no longer; `tabId` in the query or the body",
    status: 204,
    query: presenceSchema,
  },
  {
    call: "POST /api/v1/scenarios/{id}/test",
    needs: "scenarios:write",
    summary: "Run the draft once, as a test: with the trigger's sample, or with an order",
    status: 202,
    body: testScenarioSchema,
    bodyIsOptional: true,
    answer: testRunSchema,
  },
  {
    call: "POST /api/v1/scenarios/{id}/test-webhook",
    needs: "scenarios:write",
    summary: "Send one node as it is given, once, as a test",
    body: testWebhookSchema,
    answer: webhookTestSchema,
  },
  {
    call: "GET /api/v1/scenarios/{id}/secrets",
    summary: "What is known of the stored secrets of a scenario; never a value",
    answer: all(storedSecretSchema),
  },
  {
    call: "POST /api/v1/scenarios/{id}/nodes/{nodeId}/rotate-secret",
    needs: "scenarios:write",
    summary:
      "Sign with another secret from now on, in every version, and with the former one as well for some days; 409 when the draft has no stored secret, or another one than the live version",
    body: rotateSecretSchema,
    answer: rotatedSecretSchema,
  },
  {
    call: "POST /api/v1/scenarios/{id}/nodes/{nodeId}/end-overlap",
    needs: "scenarios:write",
    summary: "Sign with the former secret no more",
    answer: rotatedSecretSchema,
  },
];

const history: ApiCall[] = [
  {
    call: "GET /api/v1/runs",
    summary: "List runs, newest first",
    query: listRunsSchema,
    answer: page(runSchema),
  },
  {
    call: "GET /api/v1/runs/{id}",
    summary: "A run with the state of each node, and how it can be retried",
    answer: runDetailSchema,
  },
  {
    call: "POST /api/v1/runs/{id}/retry",
    needs: "deliveries:write",
    summary:
      "Carry out a run that has ended once more; 409 says why it can't be, and a repeat while the retry is going on gets the same retry",
    status: 202,
    body: retryRunSchema,
    answer: retriedRunSchema,
  },
  {
    call: "GET /api/v1/deliveries",
    summary: "List deliveries, newest first",
    query: listDeliveriesSchema,
    answer: page(deliverySchema),
  },
  {
    call: "GET /api/v1/deliveries/export",
    summary: "All deliveries that match, newest first, streamed as NDJSON or CSV",
    query: exportDeliveriesSchema,
    answerTypes: ["application/x-ndjson", "text/csv"],
  },
  {
    call: "GET /api/v1/deliveries/{id}",
    summary: "A delivery with its attempts",
    answer: deliveryDetailSchema,
  },
  {
    call: "POST /api/v1/deliveries/{id}/resend",
    needs: "deliveries:write",
    summary: "Ask for one more attempt",
    status: 202,
    answer: resendSchema,
  },
  {
    call: "POST /api/v1/deliveries/{id}/cancel",
    needs: "deliveries:write",
    summary: "No further automatic attempt",
    answer: deliveryDetailSchema,
  },
];

const missed: ApiCall[] = [
  {
    call: "GET /api/v1/missed",
    summary: "How many events each scenario missed while it was paused",
    answer: all(missedCountSchema),
  },
  {
    call: "GET /api/v1/scenarios/{id}/missed",
    summary: "List the events that a scenario missed while it was paused, newest first",
    query: listMissedSchema,
    answer: missedPageSchema,
  },
  {
    call: "POST /api/v1/scenarios/{id}/missed/send",
    needs: "deliveries:write",
    summary:
      "Start a run of each missed event on the version that is live now; 409 unless the scenario is active",
    status: 202,
    body: chooseMissedSchema,
    bodyIsOptional: true,
    answer: sentMissedSchema,
  },
  {
    call: "POST /api/v1/scenarios/{id}/missed/dismiss",
    needs: "deliveries:write",
    summary: "Take missed events off the list without sending them",
    body: chooseMissedSchema,
    bodyIsOptional: true,
    answer: dismissedMissedSchema,
  },
];

const targets: ApiCall[] = [
  {
    call: "GET /api/v1/targets",
    summary: "The targets that keep failing, and those that are paused for it",
    answer: targetsSchema,
  },
  {
    call: "POST /api/v1/scenarios/{id}/nodes/{nodeId}/resume",
    needs: "deliveries:write",
    summary: "Send to a paused target again, what was held for it first",
    answer: resumedSchema,
  },
];

const replays: ApiCall[] = [
  {
    call: "GET /api/v1/replays",
    summary: "List replays, newest first",
    query: listReplaysSchema,
    answer: page(replaySchema),
  },
  {
    call: "POST /api/v1/replays",
    needs: "deliveries:write",
    summary:
      "Resend many deliveries, each once and within a rate; 409 when none is left that is not in a running replay",
    status: 201,
    headers: {
      "Idempotency-Key":
        "A repeat with the same key and body gets the first replay; another body gets a 409.",
    },
    body: createReplaySchema,
    answer: replaySchema,
  },
  {
    call: "GET /api/v1/replays/preview",
    summary: "How many deliveries a replay by a filter would be of",
    query: deliveryFilterSchema,
    answer: replayPreviewSchema,
  },
  {
    call: "GET /api/v1/replays/{id}",
    summary: "A replay with how many of its deliveries stand how",
    answer: replaySchema,
  },
  {
    call: "GET /api/v1/replays/{id}/items",
    summary: "The deliveries of a replay, in the order in which they are sent",
    query: listReplayItemsSchema,
    answer: z.object({
      items: z.array(replayItemSchema),
      nextCursor: z.string().nullable().describe("Leads to those sent later"),
      prevCursor: z.string().nullable().describe("Leads back to those sent before"),
    }),
  },
  {
    call: "POST /api/v1/replays/{id}/cancel",
    needs: "deliveries:write",
    summary: "Send nothing more of a replay; what is being sent ends by itself",
    answer: replaySchema,
  },
];

const inboxes: ApiCall[] = [
  {
    call: "GET /api/v1/inboxes",
    summary: "List test inboxes, newest first",
    query: inboxPageSchema,
    answer: page(inboxSchema),
  },
  {
    call: "POST /api/v1/inboxes",
    needs: "inboxes:write",
    summary: "Create a test inbox",
    status: 201,
    body: createInboxSchema,
    answer: inboxSchema,
  },
  { call: "GET /api/v1/inboxes/{id}", summary: "A test inbox", answer: inboxSchema },
  {
    call: "PATCH /api/v1/inboxes/{id}",
    needs: "inboxes:write",
    summary: "Change a test inbox",
    body: updateInboxSchema,
    answer: inboxSchema,
  },
  {
    call: "DELETE /api/v1/inboxes/{id}",
    needs: "inboxes:write",
    summary: "Delete a test inbox",
    status: 204,
  },
  {
    call: "GET /api/v1/inboxes/{id}/messages",
    summary: "What arrived, newest first",
    query: messagePageSchema,
    answer: page(inboxMessageSchema),
  },
  {
    call: "DELETE /api/v1/inboxes/{id}/messages",
    needs: "inboxes:write",
    summary: "Remove all messages of a test inbox",
    status: 204,
  },
  {
    call: "GET /api/v1/inboxes/{id}/messages/{messageId}",
    summary: "A message with all of its body that is kept",
    answer: inboxMessageSchema,
  },
  {
    call: "POST /api/v1/inboxes/{id}/messages/{messageId}/check",
    needs: "read",
    summary: "Check the signatures of a message under a secret, which is not kept",
    body: checkMessageSchema,
    answer: checkedMessageSchema,
  },
];

const notifications: ApiCall[] = [
  {
    call: "GET /api/v1/notifications",
    summary: "What was told of failing targets, newest first; read marks are the caller's own",
    query: listNotificationsSchema,
    answer: notificationPageSchema,
  },
  {
    call: "POST /api/v1/notifications/{id}/read",
    needs: "read",
    summary: "Mark a notification as read; again has no further effect",
    answer: unreadSchema,
  },
  {
    call: "POST /api/v1/notifications/read-all",
    needs: "read",
    summary: "Mark all as read, or all up to one",
    body: readAllSchema,
    bodyIsOptional: true,
    answer: unreadSchema,
  },
  {
    call: "GET /api/v1/notifications/settings",
    summary: "Where notifications go, and how the newest messages went; never the secret",
    answer: notificationSettingsSchema,
  },
  {
    call: "PATCH /api/v1/notifications/settings",
    needs: "settings:write",
    summary: "Change where notifications go; what is left out stays",
    body: updateNotificationSettingsSchema,
    answer: notificationSettingsSchema,
  },
  {
    call: "POST /api/v1/notifications/test",
    needs: "settings:write",
    summary: "Send a test message over a channel, once, and wait for its result",
    body: testChannelSchema,
    answer: sendSchema,
  },
];

const audit: ApiCall[] = [
  {
    call: "GET /api/v1/audit",
    needs: "audit:read",
    summary: "Who did what to which thing, from where; newest first (with a session only)",
    query: listAuditSchema,
    answer: page(auditEntrySchema),
  },
  {
    call: "GET /api/v1/audit/actors",
    needs: "audit:read",
    summary: "Those of whom there may be entries (with a session only)",
    answer: all(auditActorSchema),
  },
  {
    call: "GET /api/v1/audit/export",
    needs: "audit:export",
    summary:
      "All entries that match, newest first, streamed as NDJSON or CSV (with an owner's session only)",
    query: exportAuditSchema,
    answerTypes: ["application/x-ndjson", "text/csv"],
  },
];

const instance: ApiCall[] = [
  {
    call: "GET /api/health",
    summary: "Whether the parts answer; 503 names the part that does not",
    isOpen: true,
    answer: healthSchema,
  },
  {
    call: "GET /api/v1/openapi.json",
    needs: "signed-in",
    summary: "This document",
    answer: z.looseObject({}),
  },
  { call: "GET /api/v1/apps", summary: "The registry of apps", answer: all(appSchema) },
  {
    call: "GET /api/v1/overview",
    summary: "Figures of the last 24 hours, 7 or 30 days, and what fails now",
    query: overviewQuerySchema,
    answer: overviewSchema,
  },
  {
    call: "POST /api/v1/overview/dismiss",
    needs: "scenarios:write",
    summary: "Put the guided start away",
    status: 204,
  },
  { call: "GET /api/v1/settings", summary: "The instance's settings", answer: settingsSchema },
  {
    call: "PATCH /api/v1/settings",
    needs: "settings:write",
    summary: "Change preferences: replays, retention, failing targets, where webhooks may go",
    body: updatePreferencesSchema,
    answer: settingsSchema,
  },
  {
    call: "POST /api/v1/settings/check-address",
    needs: "scenarios:write",
    summary: "Whether a webhook would be sent to an address, and why; connects to nothing",
    body: checkAddressSchema,
    answer: addressCheckSchema,
  },
  {
    call: "GET /api/v1/api-keys",
    needs: "keys:manage",
    summary: "List API keys",
    answer: all(apiKeySchema),
  },
  {
    call: "POST /api/v1/api-keys",
    needs: "keys:manage",
    summary: "Create an API key, shown once",
    status: 201,
    body: createApiKeySchema,
    answer: createdApiKeySchema,
  },
  {
    call: "DELETE /api/v1/api-keys/{id}",
    needs: "keys:manage",
    summary: "Revoke an API key",
    status: 204,
  },
];

const people: ApiCall[] = [
  {
    call: "GET /api/v1/people",
    needs: "people:manage",
    summary: "List the people who can sign in",
    answer: all(personSchema),
  },
  {
    call: "PATCH /api/v1/people/{id}",
    needs: "people:manage",
    summary: "Change a person's role; 409 for the last owner",
    status: 204,
    body: changeRoleSchema,
  },
  {
    call: "DELETE /api/v1/people/{id}",
    needs: "people:manage",
    summary: "Remove a person; 409 for the last owner",
    status: 204,
  },
  {
    call: "POST /api/v1/people/{id}/sign-out",
    needs: "people:manage",
    summary: "End all sessions of a person",
    status: 204,
  },
  {
    call: "POST /api/v1/people/{id}/reset-link",
    needs: "people:manage",
    summary: "Make a link that sets a person's password, shown once",
    status: 201,
    answer: resetLinkSchema,
  },
  {
    call: "DELETE /api/v1/people/{id}/two-factor",
    needs: "people:manage",
    summary: "Switch a person's two-factor off",
    status: 204,
  },
  {
    call: "GET /api/v1/invitations",
    needs: "people:manage",
    summary: "List invitations that nobody has accepted yet",
    answer: all(invitationSchema),
  },
  {
    call: "POST /api/v1/invitations",
    needs: "people:manage",
    summary: "Invite somebody; the link is shown once",
    status: 201,
    body: inviteSchema,
    answer: newInvitationSchema,
  },
  {
    call: "DELETE /api/v1/invitations/{id}",
    needs: "people:manage",
    summary: "Withdraw an invitation",
    status: 204,
  },
  {
    call: "GET /api/v1/account",
    needs: "account",
    summary: "One's own account",
    answer: accountSchema,
  },
  {
    call: "PATCH /api/v1/account",
    needs: "account",
    summary: "Change one's own name",
    body: updateAccountSchema,
    answer: accountSchema,
  },
  {
    call: "GET /api/v1/account/sessions",
    needs: "account",
    summary: "Where one is signed in",
    answer: all(sessionSchema),
  },
  {
    call: "DELETE /api/v1/account/sessions/{id}",
    needs: "account",
    summary: "Sign one of one's own devices out",
    status: 204,
  },
  {
    call: "POST /api/v1/account/sessions/end-others",
    needs: "account",
    summary: "Sign all one's other devices out",
    answer: endedSessionsSchema,
  },
];

/** Every call of the API. Tests compare it with the route files and with what is answered. */
export const apiCalls: readonly ApiCall[] = [
  ...orders,
  ...scenarios,
  ...history,
  ...missed,
  ...targets,
  ...replays,
  ...inboxes,
  ...notifications,
  ...audit,
  ...instance,
  ...people,
];
