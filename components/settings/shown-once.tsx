import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";

/** It may be below the window's edge, and is not shown again. */
const intoSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });

/** A secret that was just made: it is shown this once, to be copied, and is not stored as it is. */
export function ShownOnce({
  text,
  secret,
  copyLabel,
  onHide,
  className,
  children,
  ...panel
}: ComponentProps<"div"> & {
  /** Whose it is, and that it is not shown again. */
  text: string;
  secret: string;
  copyLabel: string;
  onHide: () => void;
}) {
  return (
    <div
      ref={intoSight}
      role="status"
      className={cn(
        "flex flex-col gap-2 rounded-md border border-accent bg-surface p-3",
        className,
      )}
      {...panel}
    >
      <p className="font-medium">{text}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 basis-56 break-all rounded-sm bg-surface-2 px-2 py-1 font-mono text-xs">
          {secret}
        </code>
        <CopyButton value={secret} size="md">
          {copyLabel}
        </CopyButton>
        <Button variant="ghost" onClick={onHide}>
          Done
        </Button>
      </div>
      {children}
    </div>
  );
}
