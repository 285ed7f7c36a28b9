"use client";

import { type ReactNode, useId } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";

/** A button that can't do its work yet, and says why: on hover, when it has the focus, when pressed. */
export function UnavailableButton({
  reason,
  className,
  size = "sm",
  children,
}: {
  reason: string;
  className?: string;
  size?: "sm" | "md";
  children: ReactNode;
}) {
  const id = useId();
  return (
    <>
      <Button
        size={size}
        className={className}
        aria-disabled
        aria-describedby={id}
        title={reason}
        onClick={() => toast.info(reason, { id })}
      >
        {children}
      </Button>
      <span id={id} className="sr-only">
        {reason}
      </span>
    </>
  );
}
