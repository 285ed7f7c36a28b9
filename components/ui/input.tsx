import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

export const fieldStyles =
  "w-full min-w-0 rounded-md border border-border-strong/70 bg-surface px-2.5 text-sm text-foreground placeholder:text-muted focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(fieldStyles, "h-8", className)} {...props} />;
}
