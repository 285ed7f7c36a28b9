"use client";

import { ReadOnlyUnless } from "@/components/access";
import { apiFetch, type NotificationSettings, notificationKeys } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { NotificationsEmail } from "@/components/settings/notifications-email";
import { NotificationsKinds } from "@/components/settings/notifications-kinds";
import { NotificationsWebhook } from "@/components/settings/notifications-webhook";
import { Section } from "@/components/shell/page";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";

/** What is told, where, and how the last messages went. */
export function Notifications() {
  const { data, error, isPending, refetch } = useLiveQuery({
    queryKey: notificationKeys.detail("settings"),
    queryFn: ({ signal }) =>
      apiFetch<NotificationSettings>("/api/v1/notifications/settings", { signal }),
    refetchInterval: 15_000,
  });
  return (
    <Section title="Notifications">
      <p className="text-muted">
        What happens to the targets of your webhooks is told under the bell, and over these ways as
        well. All that fails of a target is told together.
      </p>
      {isPending ? <Skeleton className="h-64 w-full" /> : null}
      {!data && error ? (
        <ErrorState
          title="The settings of notifications could not be loaded"
          error={error}
          onRetry={refetch}
        />
      ) : null}
      {data ? (
        <ReadOnlyUnless may="settings:write">
          <div className="flex flex-col gap-3">
            <NotificationsKinds stored={data} />
            <NotificationsWebhook stored={data} />
            <NotificationsEmail stored={data} />
          </div>
        </ReadOnlyUnless>
      ) : null}
    </Section>
  );
}
