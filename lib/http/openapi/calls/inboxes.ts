import { type ApiCall, page } from "@/lib/http/openapi/calls/call";
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

export const inboxCalls: ApiCall[] = [
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
