import { z } from "zod";
import { deliveryFilterSchema } from "@/lib/deliveries/schemas";
import { type ApiCall, page } from "@/lib/http/openapi/calls/call";
import {
  createReplaySchema,
  listReplayItemsSchema,
  listReplaysSchema,
  replayDetailSchema,
  replayItemSchema,
  replayPreviewSchema,
  replaySchema,
} from "@/lib/replays/schemas";

export const replayCalls: ApiCall[] = [
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
    answer: replayDetailSchema,
  },
  {
    call: "GET /api/v1/replays/preview",
    summary: "How many deliveries a replay by a filter would be of",
    query: deliveryFilterSchema,
    answer: replayPreviewSchema,
  },
  {
    call: "GET /api/v1/replays/{id}",
    summary: "A replay with how many of its deliveries stand how and, once it has ended, why",
    answer: replayDetailSchema,
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
    answer: replayDetailSchema,
  },
];
