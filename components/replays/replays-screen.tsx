"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { apiFetch, type Page, query, type Replay, replayKeys } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { ReplayProgress } from "@/components/replays/progress";
import { useSelectionWords } from "@/components/replays/use-selection-words";
import { countWords, doneCount, isOpen } from "@/components/replays/words";
import { FilterBar } from "@/components/shell/filter-controls";
import { FilterSelect } from "@/components/shell/filter-select";
import { type Column, from, ListTable } from "@/components/shell/list-table";
import { PageFrame } from "@/components/shell/page";
import { useCursor } from "@/components/shell/use-cursor";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { StatusBadge, statusLook } from "@/components/ui/status-badge";
import { TD, TR } from "@/components/ui/table";
import { REPLAY_STATUSES } from "@/lib/replays/schemas";

const columns: readonly Column[] = [
  { title: "Status" },
  { title: "Done" },
  { title: "Deliveries", className: from.sm },
  { title: "Failed", align: "right", className: from.md },
  { title: "Started by", className: from.lg },
  { title: "Started" },
];
const statusOptions = REPLAY_STATUSES.map((value) => ({ value, label: statusLook(value).label }));

function ReplayRow({ replay, selection }: { replay: Replay; selection: string }) {
  const done = `${countWords(doneCount(replay))} of ${countWords(replay.total)}`;
  return (
    <TR>
      <TD>
        <RowLink
          href={`/deliveries/replays/${replay.id}`}
          aria-label={`Replay ${replay.id}, ${replay.status}`}
        >
          <StatusBadge status={replay.status} />
        </RowLink>
      </TD>
      <TD className="min-w-28">
        <span className="flex flex-col gap-1 py-1 text-xs tabular-nums">
          {done}
          <ReplayProgress replay={replay} label={`Progress of replay ${replay.id}`} />
        </span>
      </TD>
      <TD className={`${from.sm} w-full min-w-20 max-w-0`}>
        <MiddleTruncate value={selection} />
      </TD>
      <TD className={`${from.md} text-right tabular-nums`}>{countWords(replay.counts.failed)}</TD>
      <TD className={`${from.lg} max-w-40 truncate`}>
        {replay.createdBy?.name ?? <span className="text-muted">–</span>}
      </TD>
      <TD className="text-muted">
        <RelativeTime value={replay.createdAt} className="relative z-[1]" />
      </TD>
    </TR>
  );
}

export function ReplaysScreen() {
  const [status, setStatus] = useQueryState("status", parseAsStringLiteral(REPLAY_STATUSES));
  const paging = useCursor();
  const { cursor } = paging;
  const selectionWords = useSelectionWords();
  const list = useLiveQuery({
    queryKey: replayKeys.list({ status, cursor }),
    queryFn: ({ signal }) =>
      apiFetch<Page<Replay>>(`/api/v1/replays${query({ status, cursor })}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isOpen) ? 3_000 : 15_000),
  });
  const show = (next: Replay["status"] | null) => {
    paging.reset();
    void setStatus(next);
  };
  return (
    <PageFrame
      back={{ href: "/deliveries", label: "Deliveries" }}
      title="Replays"
      description="Deliveries that were resent together."
    >
      <FilterBar>
        <FilterSelect
          label="Status"
          allLabel="Any status"
          value={status}
          onChange={show}
          options={statusOptions}
        />
      </FilterBar>
      <ListTable
        noun="replays"
        columns={columns}
        list={list}
        paging={paging}
        isFiltered={status !== null}
        onClear={() => show(null)}
        empty={
          <EmptyState
            icon={RotateCw}
            title="Nothing has been replayed yet"
            description="Choose deliveries in their list, or all that match its filters, and resend them together."
            action={
              <Link
                href="/deliveries?status=failed"
                className={buttonStyles({ variant: "primary" })}
              >
                Go to failed deliveries
              </Link>
            }
          />
        }
      >
        {(replay) => (
          <ReplayRow key={replay.id} replay={replay} selection={selectionWords(replay.filter)} />
        )}
      </ListTable>
    </PageFrame>
  );
}
