import { deliverWebhook } from "@/inngest/functions/deliver-webhook";
import { resendWebhook } from "@/inngest/functions/resend-webhook";
import { routeEvent } from "@/inngest/functions/route-event";
import { runScenario } from "@/inngest/functions/run-scenario";

/** All that an engine may call. Their ids never change: runs under way are known by them. */
export const functions = [routeEvent, runScenario, deliverWebhook, resendWebhook];
