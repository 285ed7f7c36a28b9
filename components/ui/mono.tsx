"use client";

import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { Tooltip } from "@/components/ui/tooltip";

/** `dlv_01jx…9k2f`: keeps both ends, since ids and URLs differ there. */
export function truncateMiddle(value: string, max: number): string {
  if (value.length <= max) return value;
  const tail = Math.floor((max - 1) / 3);
  return `${value.slice(0, max - 1 - tail)}…${value.slice(-tail)}`;
}

/** An id or URL in monospace; truncated in the middle, whole on hover and focus. */
export function Mono({
  value,
  max = 28,
  copy = false,
  copyLabel,
  focusable = false,
  className,
}: {
  value: string;
  max?: number;
  /** Adds a copy button. */
  copy?: boolean;
  copyLabel?: string;
  /** Lets the keyboard reach the whole value; leave off inside a link. */
  focusable?: boolean;
  className?: string;
}) {
  const short = truncateMiddle(value, max);
  const text = (
    <span
      className={cn("font-mono text-xs", className)}
      {...(focusable && short !== value ? { tabIndex: 0 } : {})}
    >
      {short === value ? (
        value
      ) : (
        <>
          <span aria-hidden>{short}</span>
          <span className="sr-only">{value}</span>
        </>
      )}
    </span>
  );
  const shown = short === value ? text : <Tooltip content={value}>{text}</Tooltip>;
  if (!copy) return shown;
  return (
    <span className="inline-flex min-w-0 items-center gap-0.5">
      {shown}
      <CopyButton value={value} label={copyLabel ?? `Copy ${value}`} />
    </span>
  );
}
