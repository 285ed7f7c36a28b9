"use client";

import { Bell, Settings } from "lucide-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { MarkAllRead } from "@/components/notifications/mark-all-read";
import { NotificationItem } from "@/components/notifications/notification-item";
import { useNotifications } from "@/components/notifications/use-notifications";
import { FilterBar } from "@/components/shell/filter-controls";
import { FilterSelect } from "@/components/shell/filter-select";
import { NothingMatches, StaleNote } from "@/components/shell/list-states";
import { PageFrame } from "@/components/shell/page";
import { Pager } from "@/components/shell/pager";
import { useCursor } from "@/components/shell/use-cursor";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, Skeleton } from "@/components/ui/skeleton";

const readOptions = [{ value: "true", label: "Unread" }] as const;

/** All that was told, the newest first. */
export function NotificationsScreen() {
  const [unread, setUnread] = useQueryState("unread", parseAsStringLiteral(["true"] as const));
  const paging = useCursor();
  const { data, error, isPending, refetch } = useNotifications({ cursor: paging.cursor, unread });
  const show = (next: "true" | null) => {
    paging.reset();
    void setUnread(next);
  };
  return (
    <PageFrame
      narrow
      title="Notifications"
      description="What happened to the targets of your webhooks."
      actions={
        <>
          <MarkAllRead />
          <Link href="/settings#notifications" className={buttonStyles()}>
            <Settings aria-hidden />
            Settings
          </Link>
        </>
      }
    >
      <FilterBar>
        <FilterSelect
          label="Read"
          allLabel="Read or not"
          value={unread}
          onChange={show}
          options={readOptions}
        />
      </FilterBar>
      {data ? <StaleNote error={error} /> : null}
      {isPending ? <LoadingNote what="notifications" /> : null}
      <section aria-label="Notifications" className="rounded-md border bg-surface">
        {isPending ? <Skeleton className="m-3 h-32" /> : null}
        {!data && error ? (
          <ErrorState
            title="The notifications could not be loaded"
            error={error}
            onRetry={refetch}
          />
        ) : null}
        {data?.items.length === 0 ? (
          unread || paging.cursor ? (
            <NothingMatches noun="notifications" onClear={() => show(null)} />
          ) : (
            <EmptyState
              icon={Bell}
              title="Nothing to tell"
              description="When a delivery fails for good, or a target is paused or works again, it is told here, and wherever else you choose."
              action={
                <Link href="/settings#notifications" className={buttonStyles()}>
                  Choose where
                </Link>
              }
            />
          )
        ) : null}
        <ul className="divide-y empty:hidden">
          {data?.items.map((item) => (
            <NotificationItem key={item.id} notification={item} isDetailed />
          ))}
        </ul>
      </section>
      <Pager paging={paging} page={data} noun="notifications" />
    </PageFrame>
  );
}
