import type { ApiCall } from "@/lib/http/openapi/calls/call";
import { resumedSchema, targetsSchema } from "@/lib/targets/schemas";

export const targetCalls: ApiCall[] = [
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
