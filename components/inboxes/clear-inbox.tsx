"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Eraser } from "lucide-react";
import { toast } from "sonner";
import { Allowed } from "@/components/access";
import { apiFetch, inboxKeys, problemText } from "@/components/api";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";

/** Removes all messages of an inbox, after asking. */
export function ClearInbox({ inboxId, onCleared }: { inboxId: string; onCleared: () => void }) {
  const client = useQueryClient();
  const clear = async () => {
    try {
      const path = `/api/v1/inboxes/${encodeURIComponent(inboxId)}/messages`;
      await apiFetch<void>(path, { method: "DELETE" });
    } catch (problem) {
      toast.error(`Not cleared: ${problemText(problem)}`);
      throw problem;
    }
    toast.success("All messages were removed.");
    onCleared();
    void client.invalidateQueries({ queryKey: inboxKeys.all });
  };
  return (
    <Allowed to="inboxes:write">
      <ConfirmDialog
        trigger={
          <Button size="sm">
            <Eraser aria-hidden />
            Clear all
          </Button>
        }
        title="Remove all messages?"
        description="What arrived here is lost, and failures are counted anew. Deliveries and their attempts stay."
        confirmLabel="Remove all messages"
        onConfirm={clear}
      />
    </Allowed>
  );
}
