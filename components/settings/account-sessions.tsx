"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { accountKeys, apiFetch, problemText, type Session } from "@/components/api";
import { deviceName } from "@/components/settings/account-device";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";

/** Does something to sessions, and tells how it went. Rethrows, for the dialog that asked. */
function useEnd() {
  const client = useQueryClient();
  return async (end: () => Promise<string>) => {
    try {
      toast.success(await end());
    } catch (error) {
      toast.error(`Not signed out: ${problemText(error)}`);
      throw error;
    } finally {
      void client.invalidateQueries({ queryKey: accountKeys.lists });
    }
  };
}

/** Where somebody is signed in, and the way to end it. */
export function AccountSessions() {
  const end = useEnd();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: accountKeys.lists,
    queryFn: ({ signal }) => apiFetch<{ items: Session[] }>("/api/v1/account/sessions", { signal }),
  });
  const items = data?.items ?? [];
  return (
    <div className="flex flex-col gap-3 rounded-md border bg-surface p-3">
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <h3 className="flex-1 font-medium">Where you are signed in</h3>
        {items.length > 1 ? (
          <ConfirmDialog
            trigger={<Button>Sign out all others</Button>}
            title="Sign out all your other devices?"
            description="Whoever uses them has to sign in again. This device stays signed in."
            confirmLabel="Sign out all others"
            cancelLabel="Cancel"
            onConfirm={() =>
              end(async () => {
                const { ended } = await apiFetch<{ ended: number }>(
                  "/api/v1/account/sessions/end-others",
                  { method: "POST", body: {} },
                );
                return ended === 1 ? "One device is signed out." : `${ended} are signed out.`;
              })
            }
          />
        ) : null}
      </div>
      {isPending ? <Skeleton className="h-12 w-full" /> : null}
      {!data && error ? (
        <ErrorState
          className="py-4"
          title="Your devices could not be loaded"
          error={error}
          onRetry={refetch}
        />
      ) : null}
      <ul aria-label="Signed in on" className="divide-y empty:hidden">
        {items.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            onEnd={() =>
              end(async () => {
                const path = `/api/v1/account/sessions/${encodeURIComponent(session.id)}`;
                await apiFetch<void>(path, { method: "DELETE" });
                return "That device is signed out.";
              })
            }
          />
        ))}
      </ul>
    </div>
  );
}

function SessionItem({ session, onEnd }: { session: Session; onEnd: () => Promise<void> }) {
  const name = deviceName(session.userAgent);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-48" title={session.userAgent ?? undefined}>
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words font-medium">{name}</span>
          {session.current ? <Badge tone="success">This device</Badge> : null}
        </p>
        <p className="text-muted text-xs">
          {session.ipAddress ? <span className="font-mono">{session.ipAddress} · </span> : null}
          signed in <RelativeTime value={session.createdAt} />, last used{" "}
          <RelativeTime value={session.lastUsedAt} />, ends{" "}
          <RelativeTime value={session.expiresAt} />
        </p>
      </div>
      {session.current ? null : (
        <ConfirmDialog
          trigger={
            <Button variant="ghost" size="sm" aria-label={`Sign out ${name}`}>
              Sign out
            </Button>
          }
          title={`Sign out ${name}?`}
          description="Whoever uses it has to sign in again."
          confirmLabel="Sign out"
          cancelLabel="Cancel"
          onConfirm={onEnd}
        />
      )}
    </li>
  );
}
