"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { failingLook } from "@/components/targets/failing-look";
import { failingSummary, failingWords, heldWords } from "@/components/targets/words";
import { cn } from "@/components/ui/cn";
import type { TargetView } from "@/lib/targets/schemas";

export const linkStyles = "rounded-sm font-medium underline underline-offset-2 hover:no-underline";

/** All of it in one line, on a phone. */
export function FailingFold({
  targets,
  isUnfolded,
  onToggle,
}: {
  targets: readonly TargetView[];
  isUnfolded: boolean;
  onToggle: () => void;
}) {
  const { Icon, colors } = failingLook(targets.every(({ pausedAt }) => pausedAt !== null));
  return (
    <button
      type="button"
      aria-expanded={isUnfolded}
      onClick={onToggle}
      className={cn(
        "flex min-h-9 items-center gap-2 rounded-md px-3 py-1.5 text-left text-sm sm:hidden",
        colors,
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 truncate">{failingSummary(targets)}</span>
      <ChevronDown aria-hidden className={cn("size-4 shrink-0", isUnfolded && "rotate-180")} />
    </button>
  );
}

/** In one line: the rest stands beside the node's settings. */
export function FailingLine({
  target,
  onShow,
  children,
}: {
  target: TargetView;
  onShow: () => void;
  /** Stands at its end. */
  children: ReactNode;
}) {
  const { pausedAt, heldCount } = target;
  const { Icon, colors } = failingLook(pausedAt !== null);
  const words = `${failingWords(target, true)}${pausedAt ? " and is paused" : ""}${heldCount > 0 ? `; ${heldWords(heldCount)}` : ""}.`;
  return (
    <div className={cn("flex items-start gap-2 border-b px-3 py-1.5 text-sm", colors)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p title={words} className="wrap-anywhere min-w-0 max-sm:truncate">
        {words}
      </p>
      <LineButton onClick={onShow}>Show it</LineButton>
      <span className="ml-auto shrink-0">{children}</span>
    </div>
  );
}

export function LineButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={cn(linkStyles, "shrink-0")} onClick={onClick}>
      {children}
    </button>
  );
}
