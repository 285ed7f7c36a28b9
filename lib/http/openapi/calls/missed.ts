import { type ApiCall, all } from "@/lib/http/openapi/calls/call";
import {
  chooseMissedSchema,
  dismissedMissedSchema,
  listMissedSchema,
  missedCountSchema,
  missedPageSchema,
  sentMissedSchema,
} from "@/lib/missed/schemas";

export const missedCalls: ApiCall[] = [
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
