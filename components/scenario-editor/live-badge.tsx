"use client";

import { Badge } from "@/components/ui/badge";
import { useEditor } from "./context";

/** Marks the version that events run; of a paused scenario, the one that they would run. */
export function LiveBadge() {
  const isActive = useEditor((state) => state.published.status === "active");
  return isActive ? <Badge tone="success">Live</Badge> : <Badge>Paused</Badge>;
}
