"use client";

import Link from "next/link";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Overview } from "@/components/api";
import { deliveriesLink } from "@/components/overview/links";
import {
  axisWords,
  type Bar,
  barWords,
  countWords,
  outcomeWords,
  STACK,
  scaleOf,
  totalOf,
} from "@/components/overview/words";
import { cn } from "@/components/ui/cn";
import { statusLook } from "@/components/ui/status-badge";

const fills: Record<(typeof STACK)[number], string> = {
  succeeded: "bg-success",
  failed: "bg-danger",
  cancelled: "bg-border-strong",
  retrying: "bg-warning",
  sending: "bg-info",
  pending: "bg-muted",
};

/** Every how many bars there is a label below. */
const labelEvery: Record<Overview["range"], number> = { "24h": 6, "7d": 1, "30d": 7 };

function Stack({ bar, scale }: { bar: Bar; scale: number }) {
  return STACK.toReversed()
    .filter((status) => bar.deliveries[status] > 0)
    .map((status) => (
      <span
        key={status}
        data-status={status}
        // A single one among thousands still shows.
        className={cn("min-h-0.5 w-full", fills[status])}
        style={{ height: `${(100 * bar.deliveries[status]) / scale}%` }}
      />
    ));
}

/**
 * Deliveries by outcome over time, as stacked bars, each the link to its deliveries. One stop of the
 * Tab key leads to them all, the arrow keys from one to the next; the line below tells what the one
 * says that the pointer or the focus is on.
 */
export function DeliveriesChart({ overview }: { overview: Overview }) {
  const { bars } = overview;
  const [active, setActive] = useState<number | null>(null);
  const links = useRef<(HTMLAnchorElement | null)[]>([]);
  const stop = Math.min(active ?? bars.length - 1, bars.length - 1);
  const scale = scaleOf(Math.max(...bars.map(({ deliveries }) => totalOf(deliveries))));
  const every = labelEvery[overview.range];
  const shown = active === null ? undefined : bars[active];

  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: stop - 1,
      ArrowRight: stop + 1,
      Home: 0,
      End: bars.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    links.current[Math.max(0, Math.min(bars.length - 1, to))]?.focus();
  };

  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2">
        <div
          aria-hidden
          className="flex h-40 flex-col justify-between text-right text-muted text-xs tabular-nums"
        >
          <span>{countWords(scale)}</span>
          <span>0</span>
        </div>
        <div className="min-w-0 flex-1">
          {/* biome-ignore lint/a11y/useSemanticElements: no fieldset, since nothing is entered here */}
          <div
            role="group"
            aria-label="Deliveries over time; the arrow keys go from bar to bar"
            onKeyDown={onKeyDown}
            onPointerLeave={() => setActive(null)}
            className="flex h-40 items-stretch border-t border-b"
          >
            {bars.map((bar, index) => (
              <Link
                key={bar.since}
                ref={(link) => {
                  links.current[index] = link;
                }}
                href={deliveriesLink(bar)}
                prefetch={false}
                tabIndex={index === stop ? 0 : -1}
                aria-label={`${barWords(bar, overview)}: ${outcomeWords(bar.deliveries)}`}
                onFocus={() => setActive(index)}
                onBlur={() => setActive(null)}
                onPointerEnter={() => setActive(index)}
                className="flex min-w-0 flex-1 flex-col justify-end overflow-hidden px-px hover:bg-surface-2 focus-visible:bg-surface-2 focus-visible:-outline-offset-2 sm:px-0.5"
              >
                <Stack bar={bar} scale={scale} />
              </Link>
            ))}
          </div>
          <div aria-hidden className="flex h-5 text-muted text-xs tabular-nums">
            {bars.map((bar, index) => (
              <span key={bar.since} className="w-0 flex-1 whitespace-nowrap">
                {index % every === 0 && index + every / 2 <= bars.length
                  ? axisWords(bar, overview)
                  : null}
              </span>
            ))}
          </div>
        </div>
      </div>
      <p aria-hidden className="min-h-10 text-sm sm:min-h-5">
        {shown ? (
          <>
            <span className="font-medium">{barWords(shown, overview)}</span>
            {` · ${outcomeWords(shown.deliveries)}`}
          </>
        ) : (
          <span className="text-muted">Point at a bar, or press Tab, for its figures.</span>
        )}
      </p>
    </div>
  );
}

/** What the colours mean, and how many there are of each in all. */
export function Legend({ overview }: { overview: Overview }) {
  const { deliveries } = overview.figures;
  return (
    <ul className="flex flex-wrap gap-x-4">
      {STACK.map((status) => {
        const { label, icon: Icon } = statusLook(status);
        return (
          <li key={status}>
            <Link
              href={deliveriesLink({ since: overview.since }, { status })}
              className="flex items-center gap-1.5 rounded-sm py-0.5 hover:underline"
            >
              <span aria-hidden className={cn("size-2.5 rounded-xs", fills[status])} />
              <Icon aria-hidden className="size-3.5 text-muted" />
              <span>{label}</span>
              <span className="font-medium tabular-nums">{countWords(deliveries[status])}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
