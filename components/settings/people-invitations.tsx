"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { apiFetch, type Invitation, invitationKeys, problemText } from "@/components/api";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";

/** Who was invited and has not come yet; nothing when there is nobody. */
export function Invitations({ onWithdrawn }: { onWithdrawn: (id: string) => void }) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: invitationKeys.lists,
    queryFn: ({ signal }) => apiFetch<{ items: Invitation[] }>("/api/v1/invitations", { signal }),
  });
  const withdraw = async ({ id, email }: Invitation) => {
    try {
      await apiFetch<void>(`/api/v1/invitations/${encodeURIComponent(id)}`, { method: "DELETE" });
    } catch (thrown) {
      toast.error(`Not withdrawn: ${problemText(thrown)}`);
      throw thrown;
    }
    toast.success(`The invitation of ${email} is withdrawn.`);
    onWithdrawn(id);
    await client.invalidateQueries({ queryKey: invitationKeys.all });
  };
  if (!data && error) {
    return (
      <ErrorState
        className="py-4"
        title="The invitations could not be loaded"
        error={error}
        onRetry={refetch}
      />
    );
  }
  if (!data || data.items.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 rounded-md border bg-surface p-3">
      <h3 className="font-medium">Invited</h3>
      <ul aria-label="Invited" className="divide-y">
        {data.items.map((invitation) => (
          <li
            key={invitation.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 first:pt-0 last:pb-0"
          >
            <div className="min-w-0 flex-1 basis-48">
              <p className="flex flex-wrap items-center gap-2">
                <span className="min-w-0 break-words font-medium">{invitation.email}</span>
                <Badge className="capitalize">{invitation.role}</Badge>
              </p>
              <p className="text-muted text-xs">
                invited <RelativeTime value={invitation.createdAt} />, ends{" "}
                <RelativeTime value={invitation.expiresAt} />
              </p>
            </div>
            <ConfirmDialog
              trigger={
                <Button
                  variant="ghost"
                  size="sm"
                  aria-label={`Withdraw the invitation of ${invitation.email}`}
                >
                  Withdraw
                </Button>
              }
              title={`Withdraw the invitation of ${invitation.email}?`}
              description="Its link will let nobody in. You can invite the same address again, with a new link."
              confirmLabel="Withdraw"
              onConfirm={() => withdraw(invitation)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
