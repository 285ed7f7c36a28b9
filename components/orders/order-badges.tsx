import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  type LucideIcon,
  PackageCheck,
  RotateCcw,
  Truck,
} from "lucide-react";
import { sentenceCase } from "@/components/orders/words";
import { Badge, type Tone } from "@/components/ui/badge";

const looks: Record<string, { icon: LucideIcon; tone: Tone }> = {
  pending: { icon: Clock, tone: "neutral" },
  paid: { icon: CircleCheck, tone: "success" },
  failed: { icon: CircleX, tone: "danger" },
  refunded: { icon: RotateCcw, tone: "warning" },
  processing: { icon: CircleDashed, tone: "info" },
  shipped: { icon: Truck, tone: "info" },
  delivered: { icon: PackageCheck, tone: "success" },
  cancelled: { icon: Ban, tone: "neutral" },
};

/** An order's or a payment's status. */
export function OrderBadge({ status }: { status: string }) {
  const { icon: Icon, tone } = looks[status] ?? { icon: CircleDashed, tone: "neutral" as const };
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {sentenceCase(status)}
    </Badge>
  );
}
