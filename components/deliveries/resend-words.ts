import type { DeliveryDetail } from "@/components/api";
import { durationWords } from "@/components/ui/relative-time";

type Resent = Pick<DeliveryDetail, "status" | "nextAttemptAt" | "heldAt" | "isTest" | "resend">;

/** With whose configuration and secret a resend is sent. */
function configurationWords({ resend, isTest }: Resent): string {
  if (resend === null) return "Its webhook is in no version any more: it can’t be sent.";
  const version = resend.version === null ? "the tested draft" : `version ${resend.version}`;
  const from = resend.isPublished
    ? `It takes what is published now, whatever it was first sent with: ${version}`
    : `The published version has no such webhook: it takes that of its run, ${version}`;
  if (!resend.isSigned) return `${from}, which signs nothing.`;
  // A test keeps the secret that was on screen; see prepare-attempt.ts.
  return isTest ? `${from}.` : `${from}, signed with the secret of that webhook.`;
}

/** What becomes of its own schedule. `now` is null while hydrating. */
function scheduleWords({ status, nextAttemptAt, heldAt }: Resent, now: number | null) {
  if (status === "succeeded") return "It arrived before, and will arrive once more.";
  if (status === "cancelled") return "If it fails, the delivery stays cancelled.";
  if (heldAt)
    return "Its target is paused: this attempt is made all the same. If it arrives, nothing is left to send when the target is resumed.";
  if (!nextAttemptAt) return null;
  const wait = now === null ? 0 : Date.parse(nextAttemptAt) - now;
  const when = wait > 0 ? ` in ${durationWords(wait)}` : "";
  return `If it arrives, the automatic attempt${when} is not made any more; if not, that is made as planned.`;
}

/** What a resend will do, before it is asked for. `now` is null while hydrating. */
export function resendConsequences(delivery: Resent, now: number | null): string[] {
  return [
    configurationWords(delivery),
    "The receiver gets the same body as before, under the same delivery id.",
    scheduleWords(delivery, now),
  ].filter((words) => words !== null);
}
