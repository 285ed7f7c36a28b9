"use client";

import Link from "next/link";
import { query, type Replay } from "@/components/api";
import { CancelButton } from "@/components/deliveries/cancel-button";
import { useCancelReplay } from "@/components/replays/actions";
import { ReplayProgress } from "@/components/replays/progress";
import { ReplayItems } from "@/components/replays/replay-items";
import { ReplaySummary } from "@/components/replays/replay-summary";
import { useReplay } from "@/components/replays/use-replay";
import { useSelectionWords } from "@/components/replays/use-selection-words";
import { deliveriesWords, stateSentence } from "@/components/replays/words";
import { DetailError, DetailSkeleton } from "@/components/shell/detail-states";
import { DocumentTitle } from "@/components/shell/document-title";
import { Facts } from "@/components/shell/facts";
import { StaleNote } from "@/components/shell/list-states";
import { PageFrame } from "@/components/shell/page";
import { Mono, truncateMiddle } from "@/components/ui/mono";
import { RelativeTime, useNow } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";

function Sentence({ replay }: { replay: Replay }) {
  const now = useNow();
  return <p className="text-base text-foreground tabular-nums">{stateSentence(replay, now)}</p>;
}

/** Told to a screen reader when the replay comes to its end, and not with every delivery. */
function EndNote({ replay }: { replay: Replay }) {
  return (
    <p role="status" className="sr-only">
      {replay.status === "running" ? "" : stateSentence(replay, null)}
    </p>
  );
}

function Selection({ filter }: Pick<Replay, "filter">) {
  const words = useSelectionWords()(filter);
  if (filter === null) return words;
  return (
    <Link href={`/deliveries${query(filter)}`} className="text-accent hover:underline">
      {words}
    </Link>
  );
}

export function ReplayScreen({ id }: { id: string }) {
  const { data: replay, error, isPending, refetch } = useReplay(id);
  const cancel = useCancelReplay();

  if (isPending) return <DetailSkeleton what="the replay" />;
  if (!replay) {
    return (
      <DetailError
        what="replay"
        listHref="/deliveries/replays"
        listLabel="All replays"
        error={error}
        onRetry={refetch}
      />
    );
  }
  return (
    <PageFrame
      back={{ href: "/deliveries/replays", label: "Replays" }}
      title={
        <span className="flex flex-wrap items-center gap-2">
          Resend of {deliveriesWords(replay.total)}
          <StatusBadge status={replay.status} />
        </span>
      }
      description={<Sentence replay={replay} />}
      actions={
        replay.status === "running" ? (
          <CancelButton
            what="replay"
            description="What still waits is not sent. What is being sent right now ends by itself."
            onCancel={() => cancel.mutateAsync(id)}
          />
        ) : null
      }
    >
      <DocumentTitle>{`${truncateMiddle(id, 16)} · Replay`}</DocumentTitle>
      <StaleNote error={error} />
      <EndNote replay={replay} />
      <ReplayProgress replay={replay} label="Progress of the replay" />
      <Facts
        items={[
          ["Replay", <Mono key="v" value={replay.id} max={16} copy copyLabel="Copy replay id" />],
          ["Deliveries", <Selection key="v" filter={replay.filter} />],
          ["Rate", `${replay.perSecond} per second at most`],
          ["Configuration", "What is published when each is sent"],
          replay.createdBy ? ["Started by", replay.createdBy.name] : null,
          ["Started", <RelativeTime key="v" value={replay.createdAt} />],
          replay.completedAt
            ? ["Ended", <RelativeTime key="v" value={replay.completedAt} />]
            : null,
        ]}
      />
      <ReplaySummary replay={replay} />
      <ReplayItems replay={replay} />
    </PageFrame>
  );
}
