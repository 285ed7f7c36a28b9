"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { MailOpen, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import {
  apiFetch,
  type Inbox,
  type InboxMessage,
  inboxKeys,
  type Page,
  problemText,
  query,
} from "@/components/api";
import { InboxSettings } from "@/components/inboxes/inbox-settings";
import { MessageCard } from "@/components/inboxes/message-card";
import { DetailError, DetailSkeleton } from "@/components/shell/detail-states";
import { StaleNote } from "@/components/shell/list-states";
import { PageFrame, Section } from "@/components/shell/page";
import { Pager } from "@/components/shell/pager";
import { useCursor } from "@/components/shell/use-cursor";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, Skeleton } from "@/components/ui/skeleton";

function Messages({ inboxId }: { inboxId: string }) {
  const paging = useCursor();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: inboxKeys.messages(inboxId, paging.cursor),
    queryFn: ({ signal }) =>
      apiFetch<Page<InboxMessage>>(
        `/api/v1/inboxes/${encodeURIComponent(inboxId)}/messages${query({ cursor: paging.cursor })}`,
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 2000,
  });
  if (isPending) {
    return (
      <>
        <LoadingNote what="the messages" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-10 w-full" />
      </>
    );
  }
  if (!data) {
    return <ErrorState title="The messages could not be loaded" error={error} onRetry={refetch} />;
  }
  return (
    <>
      <StaleNote error={error} />
      {data.items.length === 0 ? (
        <EmptyState
          className="rounded-md border bg-surface"
          icon={MailOpen}
          title="Nothing has arrived yet"
          description="Use the address above as the URL of a webhook and click Send test webhook there. What arrives appears here by itself."
        />
      ) : (
        <ol className="flex flex-col gap-2" aria-label="Messages, the latest first">
          {data.items.map((message, index) => (
            <li key={message.id}>
              <MessageCard message={message} open={index === 0 && !paging.cursor} />
            </li>
          ))}
        </ol>
      )}
      <Pager
        paging={paging}
        nextCursor={data.nextCursor}
        count={data.items.length}
        noun="messages"
      />
    </>
  );
}

export function InboxScreen({ id }: { id: string }) {
  const router = useRouter();
  const client = useQueryClient();
  const path = `/api/v1/inboxes/${encodeURIComponent(id)}`;
  const { data, error, isPending, refetch } = useQuery({
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
      }
    >
      <StaleNote error={error} />
      <InboxSettings inbox={data} />
      <Section title="What arrived">
        <Messages inboxId={id} />
      </Section>
    </PageFrame>
  );
}
