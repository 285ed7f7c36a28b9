"use client";

import { useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { apiFetch, type Inbox, inboxKeys, type Page } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import { reasonOf } from "@/components/scenarios/api";

/** An address of the test inbox for who has none of a receiver's own yet. */
export function UseTestInbox({ onUse }: { onUse: (url: string) => void }) {
  const queryClient = useQueryClient();
  const take = useAction({
    async mutationFn() {
      const { items } = await apiFetch<Page<Inbox>>("/api/v1/inboxes?limit=1");
      if (items[0]) return items[0];
      const body = { name: "Test inbox" };
      return apiFetch<Inbox>("/api/v1/inboxes", { method: "POST", body });
    },
    onSuccess: ({ name, url }) => {
      onUse(url);
      toast.success(`What is sent arrives in the test inbox “${name}”.`);
      void queryClient.invalidateQueries({ queryKey: inboxKeys.all });
    },
    onError: (error) => {
      toast.error(reasonOf(error));
    },
  });
  return (
    <>
      No receiver yet?{" "}
      <button
        type="button"
        disabled={take.isBusy}
        className="rounded-sm text-accent underline"
        onClick={() => take.run()}
      >
        Use a test inbox
      </button>
    </>
  );
}
