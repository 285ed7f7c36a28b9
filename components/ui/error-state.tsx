"use client";

import { RefreshCw, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

/** Says what could not be done and what to do now. */
export function ErrorState({
  title = "This could not be loaded",
  detail,
  error,
  onRetry,
  action,
  className,
}: {
  title?: ReactNode;
  detail?: ReactNode;
  error?: unknown;
  /** The button is busy until what it returns has come to an end. */
  onRetry?: () => unknown;
  action?: ReactNode;
  className?: string;
}) {
  const [isRetrying, setIsRetrying] = useState(false);
  const retry = async () => {
    setIsRetrying(true);
    try {
      await onRetry?.();
    } finally {
      setIsRetrying(false);
    }
  };
  const words = detail ?? (error instanceof Error ? error.message : null);
  return (
    <div
      role="alert"
      className={cn("flex flex-col items-center gap-1 px-4 py-12 text-center", className)}
    >
      <TriangleAlert aria-hidden className="mb-2 size-6 text-danger" strokeWidth={1.5} />
      <p className="font-medium text-base">{title}</p>
      {words ? <p className="max-w-md break-words text-muted text-sm">{words}</p> : null}
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        {onRetry ? (
          <Button busy={isRetrying} onClick={retry}>
            <RefreshCw aria-hidden />
            Try again
          </Button>
        ) : null}
        {action}
      </div>
    </div>
  );
}
