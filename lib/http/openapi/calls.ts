import { auditCalls } from "@/lib/http/openapi/calls/audit";
import type { ApiCall } from "@/lib/http/openapi/calls/call";
import { historyCalls } from "@/lib/http/openapi/calls/history";
import { inboxCalls } from "@/lib/http/openapi/calls/inboxes";
import { instanceCalls } from "@/lib/http/openapi/calls/instance";
import { missedCalls } from "@/lib/http/openapi/calls/missed";
import { notificationCalls } from "@/lib/http/openapi/calls/notifications";
import { orderCalls } from "@/lib/http/openapi/calls/orders";
import { peopleCalls } from "@/lib/http/openapi/calls/people";
import { replayCalls } from "@/lib/http/openapi/calls/replays";
import { scenarioCalls } from "@/lib/http/openapi/calls/scenarios";
import { targetCalls } from "@/lib/http/openapi/calls/targets";

/** Every call of the API. Tests compare it with the route files and with what is answered. */
export const apiCalls: readonly ApiCall[] = [
  ...orderCalls,
  ...scenarioCalls,
  ...historyCalls,
  ...missedCalls,
  ...targetCalls,
  ...replayCalls,
  ...inboxCalls,
  ...notificationCalls,
  ...auditCalls,
  ...instanceCalls,
  ...peopleCalls,
];
