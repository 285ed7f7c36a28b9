"use client";

import { Lightbulb, Play } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Allowed } from "@/components/access";
import {
  FailingFold,
  FailingLine,
  LineButton,
  linkStyles,
} from "@/components/targets/failing-line";
import { failingLook } from "@/components/targets/failing-look";
import { useResume, useTargets } from "@/components/targets/use-targets";
import {
  failedHref,
  failingWords,
  heldHref,
  heldWords,
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
  onShow,
}: {
  /** Only those of one scenario. */
  scenarioId?: string;
  /** Only that of one node. */
  nodeId?: string;
  /**
   * Shows a node with all that is to be told of it. Given this, it is a bar across the window: one
   * line for each target, to leave room for what is below it.
   */
  onShow?: (nodeId: string) => void;
}) {
  const bar = onShow !== undefined;
  const { data } = useTargets();
  const [showsAll, setShowsAll] = useState(false);
  const [isUnfolded, setIsUnfolded] = useState(false);
  const items = (data?.items ?? []).filter(
    (item) =>
      (scenarioId === undefined || item.scenarioId === scenarioId) &&
      (nodeId === undefined || item.nodeId === nodeId),
  );
  if (!data || items.length === 0) return null;
  const shown = showsAll ? items : items.slice(0, bar ? 1 : SHOWN_AT_FIRST);
  const more = items.length - shown.length;
  // On a phone a list has its first screen to itself; beside a node, this is what one came for.
  const folds = !bar && nodeId === undefined;
  const folded = folds && !isUnfolded && "max-sm:hidden";
  return (
    <section
      aria-label={nodeId === undefined ? "Failing targets" : "This target is failing"}
      className={cn("flex flex-col", bar ? "" : "gap-2", nodeId !== undefined && "p-3 pb-0")}
    >
      {folds ? (
        <FailingFold
          targets={items}
          isUnfolded={isUnfolded}
          onToggle={() => setIsUnfolded(!isUnfolded)}
        />
      ) : null}
      <ul className={cn("flex flex-col", bar ? "max-h-40 overflow-y-auto" : "gap-2", folded)}>
        {shown.map((target, index) => (
          <li key={`${target.scenarioId} ${target.nodeId}`}>
            {onShow ? (
              <FailingLine target={target} onShow={() => onShow(target.nodeId)}>
                {more > 0 && index === shown.length - 1 ? (
                  <LineButton onClick={() => setShowsAll(true)}>{more} more</LineButton>
                ) : null}
              </FailingLine>
            ) : (
              <Failing
                target={target}
                pausing={data.pausing}
                inScenario={scenarioId !== undefined}
              />
            )}
          </li>
        ))}
      </ul>
      {more > 0 && !bar ? (
        <Button
          size="sm"
          className={cn("m-1 self-start", folded)}
          onClick={() => setShowsAll(true)}
        >
          Show {more} more
        </Button>
      ) : null}
    </section>
  );
}

function Failing({
  target,
  pausing,
  inScenario,
}: {
  target: TargetView;
  pausing: TargetsView["pausing"];
  inScenario: boolean;
}) {
  const { failure, pausedAt } = target;
  const { Icon, colors } = failingLook(pausedAt !== null);
  return (
    <div
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md px-3 py-2 text-sm",
        colors,
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
        {failure?.hint ? (
          <p className="flex items-start gap-2 text-foreground">
            <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            <span className="min-w-0">{failure.hint}</span>
          </p>
        ) : null}
        {pausedAt ? (
          <Paused target={target} pausedAt={pausedAt} />
        ) : (
          <p className="text-foreground">{outlookWords(pausing, target)}</p>
        )}
      </div>
      {pausedAt ? (
        <Allowed
          to="deliveries:write"
          instead={
            <>
              <Play aria-hidden />
              Resume
            </>
          }
        >
          <ResumeButton target={target} />
        </Allowed>
      ) : null}
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
