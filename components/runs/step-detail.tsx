"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import type { Delivery, RunStep } from "@/components/api";
import { jsonText } from "@/components/api/json-text";
import { StepOutcome } from "@/components/runs/step-outcome";
import { buttonStyles } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";

/**
 * What a node of a run got and gave, why it waits or failed, and the way to its delivery. Made anew when the step changes, and
 * not with each look at the run: it may show long documents.
 */
export const StepDetail = memo(function StepDetail({
  step,
  delivery,
  isNarrow = false,
}: {
  step: RunStep;
  delivery: Delivery | undefined;
  isNarrow?: boolean;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Mono value={step.operation} max={40} className="text-muted" />
        {step.startedAt ? (
          <span className="text-muted">
            Started <RelativeTime value={step.startedAt} />
          </span>
        ) : null}
        {step.takenOverFrom ? (
          <span className="flex flex-wrap items-center gap-1 text-muted">
            Not repeated: it succeeded in
            <Link href={`/runs/${step.takenOverFrom}`} className="text-accent hover:underline">
              <Mono value={step.takenOverFrom} max={18} />
            </Link>
          </span>
        ) : null}
        {step.deliveryId ? (
          <Link
            href={`/deliveries/${step.deliveryId}`}
            className={buttonStyles({ size: "sm", className: "ml-auto" })}
          >
            Open the delivery
            <ArrowRight aria-hidden />
          </Link>
        ) : null}
      </div>
      <StepOutcome step={step} delivery={delivery} />
      {step.status === "pending" ? null : step.input === null && step.output === null ? (
        <p className="text-muted">There is neither an input nor an output.</p>
      ) : (
        <div className={isNarrow ? "flex flex-col gap-3" : "grid gap-3 lg:grid-cols-2"}>
          {step.input !== null ? <CodeBlock label="Input" code={jsonText(step.input)} /> : null}
          {step.output !== null ? <CodeBlock label="Output" code={jsonText(step.output)} /> : null}
        </div>
      )}
    </div>
  );
});
