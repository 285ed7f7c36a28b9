import { CircleHelp, type LucideIcon, Rocket, Webhook } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { getAppOfOperation } from "@/lib/apps/registry";
import type { AppIcon as AppIconName } from "@/lib/apps/types";

const icons: Record<AppIconName, LucideIcon> = { rocket: Rocket, webhook: Webhook };

/** The icon of an operation's app; a question mark for an operation that is missing. */
export function OperationIcon({ operation, className }: { operation: string; className?: string }) {
  const app = getAppOfOperation(operation);
  const Icon = app ? icons[app.icon] : CircleHelp;
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-8 shrink-0 place-items-center rounded-md border bg-surface-2 text-foreground",
        className,
      )}
    >
      <Icon className="size-4" />
    </span>
  );
}
