import { engineEvents, inngest } from "@/inngest/client";
import { attemptSend } from "@/lib/notifications/attempt-send";
import { failSend } from "@/lib/notifications/fail-send";
import { makeSends } from "@/lib/notifications/make-sends";
import { pruneNotifications } from "@/lib/notifications/prune";

/** News is looked at as it comes, and what has to wait every minute. */
export const notifyWhenDue = inngest.createFunction(
  {
    id: "notify-when-due",
    retries: 3,
    triggers: [{ event: engineEvents.notificationsDue }, { cron: "* * * * *" }],
    concurrency: { limit: 1 },
  },
  // No step: what a message tells is taken once, whoever asks.
  async () => ({ made: (await makeSends({ now: new Date() })).length }),
);

/** The most attempts that a message is made with, and those that an outgoing proxy may let down in a day. */
const MAX_STEPS = 200;

/**
 * Sends one message to the webhook of the notifications, or as a mail: `attempt-1`, `backoff-1`,
 * `attempt-2`, … each a durable step.
 */
export const sendNotification = inngest.createFunction(
  {
    id: "send-notification",
    retries: 10,
    triggers: [{ event: engineEvents.notificationSendRequested }],
    // A slow mail server may not take many of the engine's places.
    concurrency: { limit: 1 },
    onFailure: async ({ event, step }) => {
      const { sendId } = event.data.event.data as { sendId: string };
      await step.run("fail-send", () => failSend(sendId));
    },
  },
  async ({ event, step }) => {
    const { sendId } = event.data as { sendId: string };
    for (let n = 1; n <= MAX_STEPS; n++) {
      const state = await step.run(`attempt-${n}`, () => attemptSend(sendId, n));
      if (!state.nextAttemptAt) return state;
      await step.sleepUntil(`backoff-${n}`, new Date(state.nextAttemptAt));
    }
    return { status: "exhausted" };
  },
);

/** Once a night, some old notifications and messages are removed. */
export const pruneOldNotifications = inngest.createFunction(
  { id: "prune-notifications", retries: 3, triggers: [{ cron: "41 3 * * *" }] },
  async () => ({ removed: await pruneNotifications({ now: new Date() }) }),
);
