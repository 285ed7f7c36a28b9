"use client";

import { useSyncExternalStore } from "react";
import { Tooltip } from "@/components/ui/tooltip";

/** One clock for every relative time on the page: ticks each second while somebody listens. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let nowMs = 0;

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (!timer) {
    nowMs = Date.now();
    timer = setInterval(() => {
      nowMs = Date.now();
      for (const each of listeners) each();
    }, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time in milliseconds, to the second; null on the server and while hydrating. */
export function useNow(): number | null {
  return useSyncExternalStore(
    subscribe,
    () => {
      if (!timer) nowMs = Math.floor(Date.now() / 1000) * 1000;
      return nowMs;
    },
    () => null,
  );
}

/** "2 min 40 s", "3 h 5 min", "4 d": two units at most, never negative. */
export function durationWords(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return `${s} s`;
  if (s < 600) return s % 60 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${s / 60} min`;
  const min = Math.floor(s / 60);
  if (min < 60) return `${min} min`;
  const h = Math.floor(min / 60);
  if (h < 24) return min % 60 ? `${h} h ${min % 60} min` : `${h} h`;
  return `${Math.floor(h / 24)} d`;
}

/** "just now", "12 s ago", "in 5 min". */
export function relativeWords(atMs: number, now: number): string {
  const distance = atMs - now;
  if (distance > 0) return distance < 1000 ? "now" : `in ${durationWords(distance)}`;
  if (distance > -5000) return "just now";
  const s = Math.round(-distance / 1000);
  if (s < 60) return `${s} s ago`;
  const min = Math.floor(s / 60);
  if (min < 60) return `${min} min ago`;
  const h = Math.floor(min / 60);
  if (h < 24) return `${h} h ago`;
  return `${Math.floor(h / 24)} d ago`;
}

/** The exact time with its zone, in the reader's own zone. */
export function exactTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(at);
}

/** A relative time with the exact one on hover and focus; a dash when there is none. */
export function RelativeTime({
  value,
  className,
}: {
  value: string | null | undefined;
  className?: string;
}) {
  const now = useNow();
  if (!value) return <span className="text-muted">–</span>;
  const at = Date.parse(value);
  const exact = now === null ? `${value.slice(0, 16).replace("T", " ")} UTC` : exactTime(value);
  return (
    <Tooltip content={exact}>
      <time dateTime={value} className={className}>
        {now === null ? exact : relativeWords(at, now)}
      </time>
    </Tooltip>
  );
}
