"use client";

import { keepPreviousData } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import {
  apiFetch,
  type Page,
  query,
  type Replay,
  type ReplayItem,
  replayKeys,
} from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { replayPath } from "@/components/replays/use-replay";
import { countWords, isOpen } from "@/components/replays/words";
import { type Column, from, ListTable } from "@/components/shell/list-table";
import { Section } from "@/components/shell/page";
import { useCursor } from "@/components/shell/use-cursor";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { StatusBadge, statusLook } from "@/components/ui/status-badge";
import { TD, TR } from "@/components/ui/table";
import { REPLAY_ITEM_STATUSES } from "@/lib/replays/schemas";

const LIVE_MS = 3_000;
const columns: readonly Column[] = [
  { title: "Status" },
  { title: "Delivery" },
  { title: "Order", className: from.lg },
  { title: "Target", className: from.md },
  { title: "Reason", className: from.sm },
  { title: "Changed", className: from.lg },
];
const nothing = <span className="text-muted">–</span>;

type Row = ReplayItem & { id: string };

/** Its reason stands below the delivery where the window is too narrow for a column. */
function ItemRow({ item }: { item: Row }) {
  const id = <Mono value={item.deliveryId} max={18} />;
  return (
    <TR>
      <TD>
        <StatusBadge status={item.status} />
      </TD>
      <TD className="max-sm:whitespace-normal max-sm:py-1">
        {item.isGone ? (
          <span className="text-muted">{id} (removed)</span>
        ) : (
          <RowLink href={`/deliveries/${item.deliveryId}`} prefetch={false}>
            {id}
          </RowLink>
        )}
        {item.reason ? <p className="text-muted text-xs sm:hidden">{item.reason}</p> : null}
      </TD>
      <TD className={from.lg}>{item.orderNumber ? <Mono value={item.orderNumber} /> : nothing}</TD>
      <TD className={`${from.md} w-1/3 min-w-20 max-w-0 font-mono text-xs`}>
        {item.targetHost ? <MiddleTruncate value={item.targetHost} /> : nothing}
      </TD>
      <TD className={`${from.sm} w-2/3 min-w-40 max-w-0 truncate`} title={item.reason ?? undefined}>
        {item.reason ?? nothing}
      </TD>
      <TD className={`${from.lg} text-muted`}>
        <RelativeTime value={item.changedAt} className="relative z-[1]" />
      </TD>
    </TR>
  );
}

/** How many stand how; each number is the filter of the list below. */
function Counts({
  replay,
  status,
  onChange,
}: {
  replay: Replay;
  status: ReplayItem["status"] | null;
  onChange: (status: ReplayItem["status"] | null) => void;
}) {
  const choices = [null, ...REPLAY_ITEM_STATUSES] as const;
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Show deliveries by their result</legend>
      {choices.map((each) => {
        const count = each ? replay.counts[each] : replay.total;
        const { label, icon: Icon } = each ? statusLook(each) : { label: "All", icon: null };
        return (
          <button
            key={label}
            type="button"
            aria-pressed={status === each}
            onClick={() => onChange(each)}
            className={cn(
              "inline-flex h-8 items-center gap-1.5 rounded-md border bg-surface px-2.5 hover:bg-surface-2 [&_svg]:size-4 [&_svg]:text-muted",
              status === each && "border-accent text-accent",
            )}
          >
            {Icon ? <Icon aria-hidden /> : null}
            {label}
            <span className="font-medium tabular-nums">{countWords(count)}</span>
          </button>
        );
      })}
    </fieldset>
  );
}

/** The deliveries of a replay with the result of each, in the order in which they are sent. */
export function ReplayItems({ replay }: { replay: Replay }) {
  const [status, setStatus] = useQueryState("status", parseAsStringLiteral(REPLAY_ITEM_STATUSES));
  const paging = useCursor();
  const { cursor } = paging;
  const open = isOpen(replay);
  const list = useLiveQuery({
    // Once it has ended, what is shown is looked at once more and then stays.
    queryKey: replayKeys.items(replay.id, { status, cursor, open }),
    queryFn: async ({ signal }) => {
      const path = `${replayPath(replay.id)}/items${query({ status, cursor })}`;
      const page = await apiFetch<Page<ReplayItem>>(path, { signal });
      return { ...page, items: page.items.map((item): Row => ({ ...item, id: item.deliveryId })) };
    },
    placeholderData: keepPreviousData,
    refetchInterval: open ? LIVE_MS : false,
  });
  const show = (next: ReplayItem["status"] | null) => {
    paging.reset();
    void setStatus(next);
  };
  return (
    <Section title="Deliveries">
      <Counts replay={replay} status={status} onChange={show} />
      <ListTable
        noun="deliveries"
        columns={columns}
        list={list}
        paging={paging}
        isFiltered={status !== null}
        onClear={() => show(null)}
        empty={
          <EmptyState
            title="No deliveries"
            description="The deliveries of this replay have been removed."
            action={
              <Link href="/deliveries" className="text-accent hover:underline">
                All deliveries
              </Link>
            }
          />
        }
      >
        {(item) => <ItemRow key={item.id} item={item} />}
      </ListTable>
    </Section>
  );
}
