import type { ReactNode } from "react";
import { LoadingNote, Skeleton } from "@/components/ui/skeleton";

/** A graph to be read, and beside it, or below on a narrow screen, what is to be said of it. */
export function ReadingPane({
  label,
  canvas,
  children,
}: {
  /** What the side tells of. */
  label: string;
  canvas: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col">
      <div data-canvas tabIndex={-1} className="min-h-0 min-w-0 flex-1 bg-background">
        {canvas}
      </div>
      <section
        aria-label={label}
        className="relative w-80 shrink-0 overflow-y-auto border-l bg-surface p-4 max-md:max-h-[60%] max-md:w-full max-md:border-t max-md:border-l-0"
      >
        {children}
      </section>
    </div>
  );
}

export function ReadingSkeleton({ what }: { what: string }) {
  return (
    <div className="min-h-0 flex-1 bg-background">
      <LoadingNote what={what} />
      <Skeleton className="m-6 h-24 w-64" />
    </div>
  );
}
