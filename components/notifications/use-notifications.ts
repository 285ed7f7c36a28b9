"use client";

import { keepPreviousData, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import {
  apiFetch,
  type Notification,
  type NotificationPage,
  notificationKeys,
  problemText,
  query,
} from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";

const LATEST = 8;
const EVERY_MS = 20_000;

/** A page of notifications with the unread count, kept up to date. */
export function useNotifications(filters: {
  cursor?: string | null;
  unread?: "true" | null;
  limit?: number;
}) {
  return useLiveQuery({
    queryKey: notificationKeys.list(filters),
    queryFn: ({ signal }) =>
      apiFetch<NotificationPage>(`/api/v1/notifications${query(filters)}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

/** What the bell shows; one request for all that ask on a page. */
export const useLatestNotifications = () => useNotifications({ limit: LATEST });

/** Marks one, or all up to one, as read; on screen at once. */
export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mark: { id: string } | { through: string }) =>
      "id" in mark
        ? apiFetch(`/api/v1/notifications/${encodeURIComponent(mark.id)}/read`, {
            method: "POST",
            // The click may lead to another page.
            keepalive: true,
          })
        : apiFetch("/api/v1/notifications/read-all", { method: "POST", body: mark }),
    onMutate: (mark) => {
      const isMarked = ({ id }: Notification) =>
        "id" in mark ? id === mark.id : id <= mark.through;
      client.setQueriesData<NotificationPage>({ queryKey: notificationKeys.lists }, (page) => {
        if (!page) return page;
        const fresh = page.items.filter((item) => isMarked(item) && !item.isRead).length;
        return {
          ...page,
          items: page.items.map((item) => (isMarked(item) ? { ...item, isRead: true } : item)),
          unreadCount: Math.max(0, page.unreadCount - fresh),
        };
      });
    },
    onError: (error) => {
      toast.error(`Not marked as read: ${problemText(error)}`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: notificationKeys.lists }),
  });
}
