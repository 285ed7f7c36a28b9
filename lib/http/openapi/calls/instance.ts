import { z } from "zod";
import { appSchema } from "@/lib/apps/schemas";
import { apiKeySchema, createApiKeySchema, createdApiKeySchema } from "@/lib/auth/api-keys/schemas";
import { type ApiCall, all } from "@/lib/http/openapi/calls/call";
import { updatePreferencesSchema } from "@/lib/instance/preferences-schema";
import {
  healthSchema,
  overviewQuerySchema,
  overviewSchema,
  settingsSchema,
} from "@/lib/instance/schemas";
import { addressCheckSchema, checkAddressSchema } from "@/lib/outgoing/schemas";

export const instanceCalls: ApiCall[] = [
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
