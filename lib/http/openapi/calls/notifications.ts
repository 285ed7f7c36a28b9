import type { ApiCall } from "@/lib/http/openapi/calls/call";
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

export const notificationCalls: ApiCall[] = [
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
