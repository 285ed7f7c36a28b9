"use client";

import type { Delivery, RunStep } from "@/components/api";
import { durationWords, useNow } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";

/** How a step stands; one that waits says for what, as its delivery does. */
export function StepBadge({
  step,
  delivery,
}: {
  step: Pick<RunStep, "status"> | undefined;
  delivery: Delivery | undefined;
}) {
  if (step?.status !== "waiting" || !delivery) {
    return <StatusBadge status={step?.status ?? "pending"} />;
  }
  if (delivery.status === "retrying" && delivery.nextAttemptAt) {
    return <Retrying at={delivery.nextAttemptAt} />;
  }
  if (delivery.heldAt) return <StatusBadge status="held" />;
  // The delivery may have ended a moment before its step.
  const isOpen = delivery.status === "sending" || delivery.status === "retrying";
  return <StatusBadge status={isOpen ? delivery.status : "waiting"} />;
}

/** "Retrying in 2 min 40 s", counting down. */
function Retrying({ at }: { at: string }) {
  const now = useNow();
  const wait = now === null ? null : Date.parse(at) - now;
  const when = wait === null ? "" : wait > 0 ? ` in ${durationWords(wait)}` : " now";
  return <StatusBadge status="retrying" label={`Retrying${when}`} />;
}
