import { CircleCheck, CircleX, type LucideIcon, Play, RotateCw, ShoppingCart } from "lucide-react";
import Link from "next/link";
import type { Overview } from "@/components/api";
import { cn } from "@/components/ui/cn";

type Tile = { label: string; value: number; href: string; icon: LucideIcon; tone: string };

/** Each figure leads to the list that it counts. */
export function Counts({ counts }: { counts: Overview["counts24h"] }) {
  const day = "range=24h";
  const live = `${day}&test=false`;
  const tiles: Tile[] = [
    {
      label: "Orders",
      value: counts.orders,
      href: `/orders?${day}`,
      icon: ShoppingCart,
      tone: "text-muted",
    },
    { label: "Runs", value: counts.runs, href: `/runs?${live}`, icon: Play, tone: "text-muted" },
    {
      label: "Delivered",
      value: counts.deliveriesSucceeded,
      href: `/deliveries?status=succeeded&${live}`,
      icon: CircleCheck,
      tone: "text-success",
    },
    {
      label: "Retrying",
      value: counts.deliveriesRetrying,
      href: `/deliveries?status=retrying&${live}`,
      icon: RotateCw,
      tone: "text-warning",
    },
    {
      label: "Failed",
      value: counts.deliveriesFailed,
      href: `/deliveries?status=failed&${live}`,
      icon: CircleX,
      tone: "text-danger",
    },
  ];
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
      {tiles.map(({ label, value, href, icon: Icon, tone }) => (
        <li key={label}>
          <Link
            href={href}
            className="flex flex-col gap-1 rounded-md border bg-surface p-3 hover:bg-surface-2"
          >
            <span className="flex items-center gap-1.5 text-muted">
              <Icon aria-hidden className={cn("size-4", value > 0 ? tone : "text-muted")} />
              {label}
            </span>
            <span className="font-semibold text-xl tabular-nums">
              {value.toLocaleString("en-US")}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
