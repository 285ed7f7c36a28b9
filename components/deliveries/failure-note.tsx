import { Lightbulb } from "lucide-react";
import type { Failure } from "@/components/api";

/** What went wrong and what to do about it. */
export function AttemptFailure({ failure }: { failure: Failure }) {
  return (
    <div className="rounded-md bg-danger-soft px-3 py-2 text-sm">
      <p className="break-words text-danger">{failure.message}</p>
      {failure.hint ? (
        <p className="wrap-anywhere mt-1 flex items-start gap-2 text-foreground">
          <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
          {failure.hint}
        </p>
      ) : null}
    </div>
  );
}
