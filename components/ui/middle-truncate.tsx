import { cn } from "@/components/ui/cn";

/** One line that gives way in its middle where room is short: names and addresses differ at both ends. */
export function MiddleTruncate({
  value,
  tail = 8,
  className,
}: {
  value: string;
  /** How many characters of the end always show. */
  tail?: number;
  className?: string;
}) {
  const letters = [...value];
  const cut = Math.max(0, letters.length - tail);
  return (
    <span className={cn("flex min-w-0", className)} title={value}>
      <span className="truncate whitespace-pre">{letters.slice(0, cut).join("")}</span>
      <span className="shrink-0 whitespace-pre">{letters.slice(cut).join("")}</span>
    </span>
  );
}
