"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox as InboxIcon, ShieldCheck, ShieldOff } from "lucide-react";
import { apiFetch, type Inbox, inboxKeys } from "@/components/api";
import { CreateInbox } from "@/components/inboxes/create-inbox-form";
import { behaviourWords } from "@/components/inboxes/words";
import { StaleNote, WideRow } from "@/components/shell/list-states";
import { PageFrame } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { LoadingNote, SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";

const columns = ["Name", "Address", "Behaviour", "Secret", "Messages", "Created"];

function InboxRow({ inbox }: { inbox: Inbox }) {
  return (
    <TR>
      <TD className="max-w-56 truncate">
        <RowLink href={`/inbox/${inbox.id}`}>{inbox.name}</RowLink>
      </TD>
      <TD>
        <span className="inline-flex items-center gap-0.5">
          <Mono value={inbox.url} max={34} />
          <CopyButton
            value={inbox.url}
            label={`Copy the address of ${inbox.name}`}
            className="relative z-[1]"
          />
        </span>
      </TD>
      <TD>{behaviourWords(inbox.behaviour).label}</TD>
      <TD>
        <Badge>
          {inbox.hasSecret ? <ShieldCheck aria-hidden /> : <ShieldOff aria-hidden />}
          {inbox.hasSecret ? "Checks signatures" : "None"}
        </Badge>
      </TD>
      <TD className="text-right">{inbox.messageCount}</TD>
      <TD className="min-w-24 text-muted">
        <RelativeTime value={inbox.createdAt} className="relative z-[1]" />
      </TD>
    </TR>
  );
}

export function InboxesScreen() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: inboxKeys.list(),
    queryFn: ({ signal }) => apiFetch<{ items: Inbox[] }>("/api/v1/inboxes?limit=100", { signal }),
    refetchInterval: 5000,
  });
  return (
    <PageFrame
      title="Test inbox"
      description="Built-in receivers: see exactly what a webhook sends, and rehearse what happens when a receiver fails."
      actions={<CreateInbox />}
    >
      {data ? <StaleNote error={error} /> : null}
      {isPending ? <LoadingNote what="the test inboxes" /> : null}
      <Table label="Test inboxes">
        <THead>
          <tr>
            {columns.map((column) => (
              <TH key={column} className={column === "Messages" ? "text-right" : undefined}>
                {column}
              </TH>
            ))}
          </tr>
        </THead>
        <TBody aria-busy={isPending}>
          {isPending ? <SkeletonRows columns={columns.length} rows={4} /> : null}
          {!data && error ? (
            <WideRow columns={columns.length}>
              <ErrorState
                title="The test inboxes could not be loaded"
                error={error}
                onRetry={refetch}
              />
            </WideRow>
          ) : null}
          {data && data.items.length === 0 ? (
            <WideRow columns={columns.length}>
              <EmptyState
                icon={InboxIcon}
                title="No test inbox yet"
                description="Create one and use its address as the URL of a webhook. What arrives is shown here, with its signature checked."
                action={<CreateInbox />}
              />
            </WideRow>
          ) : null}
          {data?.items.map((inbox) => (
            <InboxRow key={inbox.id} inbox={inbox} />
          ))}
        </TBody>
      </Table>
    </PageFrame>
  );
}
