import { deliverWebhook } from "@/inngest/functions/deliver-webhook";
import { deliverWebhooks } from "@/inngest/functions/deliver-webhooks";
import { notifyWhenDue, pruneOldNotifications, sendNotification } from "@/inngest/functions/notify";
import { probeTargetsEveryFiveMinutes } from "@/inngest/functions/probe-targets";
import { probeWebhook } from "@/inngest/functions/probe-webhook";
import { pruneHistory } from "@/inngest/functions/prune";
import { releaseHeldDeliveries } from "@/inngest/functions/release-held";
import { replayDeliveries } from "@/inngest/functions/replay-deliveries";
import { resendWebhook } from "@/inngest/functions/resend-webhook";
import { rollUpStats } from "@/inngest/functions/roll-up";
import { routeEvent, routeEvents } from "@/inngest/functions/route-event";
import { runScenario } from "@/inngest/functions/run-scenario";
import { sendMissedEvents } from "@/inngest/functions/send-missed";

/** All that an engine may call. Their ids never change: runs under way are known by them. */
export const functions = [
  routeEvent,
  routeEvents,
  runScenario,
  deliverWebhook,
  deliverWebhooks,
  resendWebhook,
  replayDeliveries,
  sendMissedEvents,
  probeTargetsEveryFiveMinutes,
  probeWebhook,
  releaseHeldDeliveries,
  rollUpStats,
  pruneHistory,
  notifyWhenDue,
  sendNotification,
  pruneOldNotifications,
];
