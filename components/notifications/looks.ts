import { CircleCheck, CirclePause, CircleX, type LucideIcon, TriangleAlert } from "lucide-react";
import type { NotificationKind } from "@/lib/notifications/kinds";

/** How each kind looks, and what it is called where one chooses among them. */
export const kindLooks: Record<
  NotificationKind,
  { icon: LucideIcon; color: string; title: string; hint: string }
> = {
  "delivery.failed": {
    icon: CircleX,
    color: "text-danger",
    title: "A delivery failed",
    hint: "For good: nothing is tried again by itself. All of a target are told together.",
  },
  "target.failing": {
    icon: TriangleAlert,
    color: "text-danger",
    title: "A target keeps failing",
    hint: "Half of the failures that pause it.",
  },
  "target.paused": {
    icon: CirclePause,
    color: "text-warning",
    title: "A target was paused",
    hint: "What comes for it is held.",
  },
  "target.recovered": {
    icon: CircleCheck,
    color: "text-success",
    title: "A target works again",
    hint: "Something arrived after failures that were told.",
  },
};
