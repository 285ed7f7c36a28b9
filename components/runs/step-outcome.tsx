"use client";

import type { Delivery, RunStep } from "@/components/api";
import { AttemptFailure } from "@/components/deliveries/failure-note";
import { nextSentence } from "@/components/deliveries/words";
import { useNow } from "@/components/ui/relative-time";

/** Why a step waits and what happens next, or why it failed and what to do about it. */
export function StepOutcome({
  step,
  delivery,
}: {
  step: Pick<RunStep, "status" | "reason">;
  delivery: Delivery | undefined;
}) {
  const failure = delivery?.lastFailure;
  if (step.status === "waiting" && delivery) {
    return (
      <div className="flex flex-col gap-2">
        <Next delivery={delivery} />
        {failure ? <AttemptFailure failure={failure} /> : null}
      </div>
    );
  }
  if (step.status === "pending") {
    return <p className="text-muted text-sm">The run has not come to it.</p>;
  }
  if (step.status === "failed" && failure) return <AttemptFailure failure={failure} />;
  return null;
}

function Next({ delivery }: { delivery: Delivery }) {
  const now = useNow();
  return (
    <p className="text-sm">It waits for its delivery to arrive. {nextSentence(delivery, now)}</p>
  );
}
