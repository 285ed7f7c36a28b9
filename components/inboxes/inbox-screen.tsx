"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Allowed, ReadOnlyUnless } from "@/components/access";
import { apiFetch, type Inbox, inboxKeys, problemText } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { InboxSettings } from "@/components/inboxes/inbox-settings";
import { Messages } from "@/components/inboxes/messages";
import { SendHere } from "@/components/inboxes/send-here";
import { DetailError, DetailSkeleton } from "@/components/shell/detail-states";
import { DocumentTitle } from "@/components/shell/document-title";
import { StaleNote } from "@/components/shell/list-states";
import { PageFrame } from "@/components/shell/page";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

export function InboxScreen({ id }: { id: string }) {
  const router = useRouter();
  const client = useQueryClient();
  const path = `/api/v1/inboxes/${encodeURIComponent(id)}`;
  const { data, error, isPending, refetch } = useLiveQuery({
    queryKey: inboxKeys.detail(id),
    queryFn: ({ signal }) => apiFetch<Inbox>(path, { signal }),
    refetchInterval: 5000,
  });
  if (isPending) return <DetailSkeleton what="the test inbox" />;
  if (!data) {
    return (
      <DetailError
        what="test inbox"
        listHref="/inbox"
        listLabel="All test inboxes"
        error={error}
        onRetry={refetch}
      />
    );
  }
  const remove = async () => {
    try {
      await apiFetch<void>(path, { method: "DELETE" });
    } catch (problem) {
      toast.error(`Not deleted: ${problemText(problem)}`);
      throw problem;
    }
    toast.success(`“${data.name}” was deleted.`);
    void client.invalidateQueries({ queryKey: inboxKeys.lists });
    router.push("/inbox");
  };
  return (
    <PageFrame
      back={{ href: "/inbox", label: "Test inbox" }}
      title={data.name}
      description={
        <span className="flex min-w-0 flex-wrap items-center gap-1">
          <code className="break-all font-mono text-foreground text-xs">{data.url}</code>
          <CopyButton value={data.url} label="Copy the address" />
        </span>
      }
      actions={
        <>
          <Allowed to="scenarios:write">
            <SendHere url={data.url} />
          </Allowed>
          <Allowed to="inboxes:write">
            <ConfirmDialog
              trigger={
                <Button>
                  <Trash2 aria-hidden />
                  Delete
                </Button>
              }
              title={`Delete “${data.name}”?`}
              description="Its address stops answering and its messages are lost. Webhooks that use it will fail with 404."
              confirmLabel="Delete test inbox"
              onConfirm={remove}
            />
          </Allowed>
        </>
      }
    >
      <DocumentTitle>{`${data.name} · Test inbox`}</DocumentTitle>
      <StaleNote error={error} />
      <ReadOnlyUnless may="inboxes:write">
        <InboxSettings inbox={data} />
      </ReadOnlyUnless>
      <Messages inboxId={id} />
    </PageFrame>
  );
}
