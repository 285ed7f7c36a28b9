"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import type { Notification } from "@/components/api";
import { kindLooks } from "@/components/notifications/looks";
import { useMarkRead } from "@/components/notifications/use-notifications";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { notificationPath } from "@/lib/notifications/words";

/** One notification: what happened, when, why, and the way there. Following it marks it as read. */
export function NotificationItem({
  notification,
  isDetailed = false,
  onFollow,
}: {
  notification: Notification;
  /** Tells what to do as well. */
  isDetailed?: boolean;
  onFollow?: () => void;
}) {
  const { id, text, kind, count, firstAt, lastAt, failure, isRead } = notification;
  const mark = useMarkRead();
  const { icon: Icon, color } = kindLooks[kind];
  return (
    <li className="relative flex items-start gap-2 px-3 py-2 focus-within:bg-surface-2/60 hover:bg-surface-2/60">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", color)} />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 text-sm">
        <Link
          href={notificationPath(notification)}
          onClick={() => {
            if (!isRead) mark.mutate({ id });
            onFollow?.();
          }}
          className={cn(
            "break-words after:absolute after:inset-0 hover:text-accent focus-visible:outline-none focus-visible:after:rounded-sm focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2",
            isRead ? "" : "font-semibold",
          )}
        >
          {isRead ? null : <span className="sr-only">Unread: </span>}
          {text}
        </Link>
        {failure ? (
          <p className={cn("break-words text-muted", isDetailed ? "" : "line-clamp-2")}>
            {failure.message}
            {isDetailed && failure.hint ? ` ${failure.hint}` : ""}
          </p>
        ) : null}
        <p className="text-muted text-xs">
          {count === 1 ? null : (
            <>
              Since <RelativeTime value={firstAt} className="relative z-[1]" />, last{" "}
            </>
          )}
          <RelativeTime value={lastAt} className="relative z-[1]" />
        </p>
      </div>
      {isRead ? null : (
        <Button
          variant="ghost"
          size="icon-sm"
          className="relative z-[1] -mr-1"
          aria-label={`Mark as read: ${text}`}
          title="Mark as read"
          onClick={() => mark.mutate({ id })}
        >
          <Check aria-hidden />
        </Button>
      )}
    </li>
  );
}
