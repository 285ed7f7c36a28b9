"use client";

import { CheckCheck } from "lucide-react";
import { useLatestNotifications, useMarkRead } from "@/components/notifications/use-notifications";
import { Button } from "@/components/ui/button";

/** Marks all up to the newest that the bell knows: what comes in this moment stays unread. */
export function MarkAllRead() {
  const { data } = useLatestNotifications();
  const mark = useMarkRead();
  const through = data?.items[0]?.id;
  return (
    <Button
      size="sm"
      variant="ghost"
      busy={mark.isPending}
      disabled={through === undefined || data?.unreadCount === 0}
      onClick={() => through && mark.mutate({ through })}
    >
      <CheckCheck aria-hidden />
      Mark all read
    </Button>
  );
}
