"use client";

import { Bell as BellIcon, Settings } from "lucide-react";
import Link from "next/link";
import { Popover } from "radix-ui";
import { useState } from "react";
import { MarkAllRead } from "@/components/notifications/mark-all-read";
import { NotificationItem } from "@/components/notifications/notification-item";
import { useLatestNotifications } from "@/components/notifications/use-notifications";
import { badgeWords, unreadWords } from "@/components/notifications/words";
import { StaleNote } from "@/components/shell/list-states";
import { Button, buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";

/** How much was not read, and a panel with the latest. */
export function Bell() {
  const [open, setOpen] = useState(false);
  const { data } = useLatestNotifications();
  const unread = data?.unreadCount ?? 0;
  const close = () => setOpen(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button
          variant="ghost"
          size="icon"
          className="relative"
          aria-label={`Notifications: ${data ? unreadWords(unread) : "not loaded yet"}`}
        >
          <BellIcon aria-hidden />
          {unread > 0 ? (
            <span
              aria-hidden
              className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-danger px-1 text-center font-semibold text-[10px] text-danger-foreground leading-4 tabular-nums"
            >
              {badgeWords(unread)}
            </span>
          ) : null}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Notifications"
          className="z-50 flex max-h-[min(36rem,var(--radix-popover-content-available-height))] w-96 max-w-[var(--radix-popover-content-available-width)] flex-col overflow-hidden rounded-md border bg-surface shadow-lg"
        >
          <div className="flex items-center gap-1 border-b py-1 pr-1 pl-3">
            <h2 className="flex-1 font-semibold text-sm">Notifications</h2>
            <MarkAllRead />
          </div>
          <Latest onFollow={close} />
          <div className="flex items-center gap-1 border-t p-1">
            <Link
              href="/notifications"
              onClick={close}
              className={buttonStyles({ variant: "ghost", size: "sm", className: "flex-1" })}
            >
              See all
            </Link>
            <Link
              href="/settings#notifications"
              onClick={close}
              aria-label="Settings of notifications"
              title="Settings of notifications"
              className={buttonStyles({ variant: "ghost", size: "icon-sm" })}
            >
              <Settings aria-hidden />
            </Link>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Latest({ onFollow }: { onFollow: () => void }) {
  const { data, error, isPending, refetch } = useLatestNotifications();
  if (isPending) return <Skeleton className="m-3 h-24" />;
  if (!data) {
    return <ErrorState title="They could not be loaded" error={error} onRetry={refetch} />;
  }
  if (data.items.length === 0) {
    return (
      <EmptyState
        className="py-8"
        icon={BellIcon}
        title="Nothing to tell"
        description="When a delivery fails for good, or a target is paused or works again, it is told here."
      />
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <StaleNote error={error} />
      <ul className="divide-y">
        {data.items.map((item) => (
          <NotificationItem key={item.id} notification={item} onFollow={onFollow} />
        ))}
      </ul>
    </div>
  );
}
