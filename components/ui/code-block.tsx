"use client";

import { WrapText } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";

/** Text as it was sent, in monospace, with wrap and copy. */
export function CodeBlock({
  code,
  label,
  copyLabel,
  maxHeight = "max-h-80",
  wraps = true,
  className,
}: {
  code: string;
  /** What this is; shown above it. */
  label: string;
  copyLabel?: string;
  maxHeight?: string;
  /** Whether long lines are wrapped to begin with; source code reads better when it scrolls. */
  wraps?: boolean;
  className?: string;
}) {
  const [wrap, setWrap] = useState(wraps);
  return (
    <figure className={cn("min-w-0 overflow-hidden rounded-md border bg-surface", className)}>
      <figcaption className="flex h-8 items-center gap-1 border-b bg-surface-2/60 pr-1 pl-3 text-muted text-xs">
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-pressed={wrap}
          aria-label="Wrap long lines"
          title="Wrap long lines"
          className={wrap ? "text-accent" : "text-muted"}
          onClick={() => setWrap(!wrap)}
        >
          <WrapText aria-hidden />
        </Button>
        <CopyButton value={code} label={copyLabel ?? `Copy ${label.toLowerCase()}`} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className={cn(
          "overflow-auto p-3 font-mono text-xs focus-visible:outline-offset-[-2px]",
          maxHeight,
          wrap ? "whitespace-pre-wrap wrap-anywhere" : "whitespace-pre",
        )}
      >
        {code === "" ? <span className="text-muted">(empty)</span> : code}
      </pre>
    </figure>
  );
}

/** Indented JSON when the text is JSON, the text itself otherwise. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
