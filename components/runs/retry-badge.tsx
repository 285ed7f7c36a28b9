import { Repeat } from "lucide-react";
import { Badge } from "@/components/ui/badge";

/** Marks a run that repeats another one. */
export function RetryBadge() {
  return (
    <Badge>
      <Repeat aria-hidden />
      Retry
    </Badge>
  );
}
