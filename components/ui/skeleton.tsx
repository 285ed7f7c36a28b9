import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      aria-hidden
      className={cn("h-4 animate-pulse rounded-sm bg-surface-2", className)}
      {...props}
    />
  );
}

/** Rows of a table that is still loading, as tall as the real ones. */
export function SkeletonRows({
  rows = 8,
  columns,
  classNames = [],
  hasLeadingBox = false,
}: {
  rows?: number;
  columns: number;
  /** By column, such as the widths at which it is shown. */
  classNames?: readonly (string | undefined)[];
  /** Whether the first column has but a checkbox. */
  hasLeadingBox?: boolean;
}) {
  const cellStyles = cn("h-9 px-2 first:pl-3 last:pr-3", hasLeadingBox && "first:pr-0");
  return Array.from({ length: rows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
    <tr key={row} className="h-9" aria-hidden>
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <td key={column} className={cn(cellStyles, classNames[column])}>
          <Skeleton
            className={column > 0 ? "w-full max-w-28" : hasLeadingBox ? "size-4" : "w-20"}
          />
        </td>
      ))}
    </tr>
  ));
}

/** Tells a screen reader that something loads while skeletons show it to the eye. */
export function LoadingNote({ what }: { what: string }) {
  return (
    <p role="status" className="sr-only">
      Loading {what}…
    </p>
  );
}
