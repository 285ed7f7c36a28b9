import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CirclePlay,
  CircleX,
  Clock,
  Flag,
  FlaskConical,
  LoaderCircle,
  type LucideIcon,
  PencilLine,
  RotateCw,
  SkipForward,
} from "lucide-react";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";

export type StatusLook = { label: string; icon: LucideIcon; tone: Tone; spin?: boolean };

/** Delivery, run, run step and scenario statuses: one word, icon and colour each. */
const looks: Record<string, StatusLook> = {
  pending: { label: "Waiting", icon: Clock, tone: "neutral" },
  waiting: { label: "Waiting", icon: Clock, tone: "neutral" },
  queued: { label: "Waiting", icon: Clock, tone: "neutral" },
  sending: { label: "Sending", icon: LoaderCircle, tone: "info", spin: true },
  running: { label: "Running", icon: LoaderCircle, tone: "info", spin: true },
  retrying: { label: "Retrying", icon: RotateCw, tone: "warning" },
  succeeded: { label: "Succeeded", icon: CircleCheck, tone: "success" },
  failed: { label: "Failed", icon: CircleX, tone: "danger" },
  completed: { label: "Ended", icon: Flag, tone: "neutral" },
  cancelled: { label: "Cancelled", icon: Ban, tone: "neutral" },
  skipped: { label: "Skipped", icon: SkipForward, tone: "neutral" },
  draft: { label: "Draft", icon: PencilLine, tone: "neutral" },
  active: { label: "Active", icon: CirclePlay, tone: "success" },
  held: { label: "Held", icon: CirclePause, tone: "warning" },
  paused: { label: "Paused", icon: CirclePause, tone: "warning" },
  deleted: { label: "Deleted", icon: CircleMinus, tone: "neutral" },
};

export function statusLook(status: string): StatusLook {
  return looks[status] ?? { label: status, icon: CircleDashed, tone: "neutral" };
}

export function StatusBadge({
  status,
  label,
  className,
}: {
  status: string;
  /** Says more than the status's own word, as in "Retrying in 2 min". */
  label?: ReactNode;
  className?: string;
}) {
  const look = statusLook(status);
  const Icon = look.icon;
  return (
    <Badge tone={look.tone} className={className} data-status={status}>
      <Icon aria-hidden className={cn(look.spin && "animate-spin")} />
      {label ?? look.label}
    </Badge>
  );
}

export function TestBadge() {
  return (
    <Badge tone="info">
      <FlaskConical aria-hidden />
      Test
    </Badge>
  );
}
