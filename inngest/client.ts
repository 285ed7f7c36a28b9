import { Inngest } from "inngest";
import { log } from "@/lib/log";

/**
 * The Inngest client. Which engine it talks to is configuration: the SDK reads INNGEST_BASE_URL,
 * INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY and INNGEST_DEV itself. What it has to say goes to our log.
 */
export const inngest = new Inngest({ id: "traderlaunchpad", internalLogger: log });

/** The events between our functions. Their data holds ids only: the facts are in our own tables. */
export const engineEvents = {
  orderCreated: "order.created",
  runRequested: "scenario/run.requested",
  runAdvanced: "scenario/run.advanced",
  deliveryRequested: "webhook/delivery.requested",
  deliveryResendRequested: "webhook/delivery.resend.requested",
  deliveryProbeRequested: "webhook/delivery.probe.requested",
  heldRequested: "webhook/held.requested",
  missedRequested: "scenario/missed.requested",
  replayRequested: "webhook/replay.requested",
  pruneContinued: "retention/prune.continued",
  notificationsDue: "notifications/due",
  notificationSendRequested: "notifications/send.requested",
} as const;

/** The event that carries several of a kind as one, as `data.batch`: see `lib/events/gather.ts`. */
export const batchOf = (name: string): string => `${name}.batch`;
