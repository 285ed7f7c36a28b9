import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

/** What a branch of an order's trace is about, by name. */
export function TraceLink({
  icon: Icon,
  className,
  ...props
}: ComponentProps<typeof Link> & { icon: LucideIcon }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <Link
        className={cn("wrap-anywhere", className, "hover:text-accent hover:underline")}
        {...props}
      />
    </span>
  );
}
