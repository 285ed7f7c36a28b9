"use client";

import { CirclePause } from "lucide-react";
import Link from "next/link";
import type { Delivery } from "@/components/api";
import { heldHref } from "@/components/targets/words";
import { RelativeTime } from "@/components/ui/relative-time";

/** Why a delivery is not being sent: its target is paused. */
export function HeldNote({ delivery }: { delivery: Delivery }) {
  if (!delivery.heldAt) return null;
  const linkStyles = "rounded-sm font-medium underline underline-offset-2 hover:no-underline";
  return (
    <p className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      <CirclePause aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">
        Held <RelativeTime value={delivery.heldAt} />: its target, “{delivery.nodeName}” of{" "}
        <Link href={`/scenarios/${delivery.scenarioId}`} className={linkStyles}>
          {delivery.scenarioName}
        </Link>
        , is paused. It is sent once the target is resumed. See{" "}
        <Link href={heldHref(delivery)} className={linkStyles}>
          all that is held
        </Link>
        .
      </span>
    </p>
  );
}
