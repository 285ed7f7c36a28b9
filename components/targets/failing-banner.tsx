"use client";

import { CirclePause, Lightbulb, Play, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useResume, useTargets } from "@/components/targets/use-targets";
import {
  failedHref,
  failingWords,
  heldHref,
  heldWords,
  hintWords,
  outlookWords,
} from "@/components/targets/words";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TargetsView, TargetView } from "@/lib/targets/schemas";

/** More are a click away. */
const SHOWN_AT_FIRST = 3;

/**
 * Which targets keep failing, what of, and what to do; and which are paused for it, with what is held
 * for them. Nothing while all are well.
 */
export function FailingBanner({
  scenarioId,
  nodeId,
  bar = false,
}: {
  /** Only those of one scenario. */
  scenarioId?: string;
  /** Only that of one node. */
  nodeId?: string;
  /** As a bar across the window that leaves room for what is below it: without the hint. */
  bar?: boolean;
}) {
  const { data } = useTargets();
  const [showsAll, setShowsAll] = useState(false);
  const items = (data?.items ?? []).filter(
    (item) =>
      (scenarioId === undefined || item.scenarioId === scenarioId) &&
      (nodeId === undefined || item.nodeId === nodeId),
  );
  if (!data || items.length === 0) return null;
  const shown = showsAll ? items : items.slice(0, bar ? 1 : SHOWN_AT_FIRST);
  const more = items.length - shown.length;
  return (
    <section
      aria-label={nodeId === undefined ? "Failing targets" : "This target is failing"}
      className={cn("flex flex-col", bar ? "" : "gap-2", nodeId !== undefined && "p-3 pb-0")}
    >
      <ul className={cn("flex flex-col", bar ? "max-h-40 overflow-y-auto" : "gap-2")}>
        {shown.map((target) => (
          <li key={`${target.scenarioId} ${target.nodeId}`}>
            <Failing
              target={target}
              pausing={data.pausing}
              inScenario={scenarioId !== undefined}
              isBar={bar}
            />
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <Button size="sm" className="m-1 self-start" onClick={() => setShowsAll(true)}>
          Show {more} more
        </Button>
      ) : null}
    </section>
  );
}

const linkStyles = "rounded-sm font-medium underline underline-offset-2 hover:no-underline";

function Failing({
  target,
  pausing,
  inScenario,
  isBar,
}: {
  target: TargetView;
  pausing: TargetsView["pausing"];
  inScenario: boolean;
  isBar: boolean;
}) {
  const { failure, pausedAt } = target;
  const Icon = pausedAt ? CirclePause : TriangleAlert;
  return (
    <div
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2 text-sm",
        pausedAt ? "bg-warning-soft text-warning" : "bg-danger-soft text-danger",
        isBar ? "border-b" : "rounded-md",
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-52 flex-1 flex-col gap-1 break-words">
        <p>
          {inScenario ? (
            failingWords(target, true)
          ) : (
            <Link href={`/scenarios/${target.scenarioId}`} className="hover:underline">
              {failingWords(target, false)}
            </Link>
          )}
          , the first <RelativeTime value={target.failingSince} />
          {failure ? `: ${failure.message}` : "."}{" "}
          <Link href={failedHref(target)} className={linkStyles}>
            Show what failed
          </Link>
        </p>
        {failure?.hint && !isBar ? (
          <p className="flex items-start gap-2 text-foreground">
            <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            <span className="min-w-0">{hintWords(failure.hint)}</span>
          </p>
        ) : null}
        {pausedAt ? (
          <Paused target={target} pausedAt={pausedAt} />
        ) : isBar ? null : (
          <p className="text-foreground">{outlookWords(pausing)}</p>
        )}
      </div>
      {pausedAt ? <ResumeButton target={target} /> : null}
    </div>
  );
}

function Paused({ target, pausedAt }: { target: TargetView; pausedAt: string }) {
  const { heldCount, lastProbeAt } = target;
  return (
    <p className="text-foreground">
      Paused <RelativeTime value={pausedAt} />
      {heldCount > 0 ? (
        <>
          ;{" "}
          <Link href={heldHref(target)} className={linkStyles}>
            {heldWords(heldCount)}
          </Link>
          .{" "}
        </>
      ) : (
        "; nothing is held yet. "
      )}
      {lastProbeAt ? (
        <>
          One was tried <RelativeTime value={lastProbeAt} />; it resumes by itself when one arrives.
        </>
      ) : (
        "One is tried now and again; it resumes by itself when one arrives."
      )}
    </p>
  );
}

function ResumeButton({ target }: { target: TargetView }) {
  const resume = useResume(target);
  return (
    <Button
      size="sm"
      busy={resume.isBusy}
      aria-label={`Resume “${target.nodeName}”`}
      title="Sends what is held, the oldest first"
      onClick={() => resume.run()}
    >
      <Play aria-hidden />
      Resume
    </Button>
  );
}
