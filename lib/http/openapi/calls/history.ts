import {
  deliveryDetailSchema,
  deliverySchema,
  exportDeliveriesSchema,
  listDeliveriesSchema,
  resendSchema,
} from "@/lib/deliveries/schemas";
import { type ApiCall, page } from "@/lib/http/openapi/calls/call";
import {
  listRunsSchema,
  retriedRunSchema,
  retryRunSchema,
  runDetailSchema,
  runSchema,
} from "@/lib/runs/schemas";

export const historyCalls: ApiCall[] = [
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
