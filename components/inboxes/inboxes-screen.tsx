"use client";

import { Inbox as InboxIcon, ShieldCheck, ShieldOff } from "lucide-react";
import { apiFetch, type Inbox, inboxKeys } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { CreateInbox } from "@/components/inboxes/create-inbox-form";
import { behaviourWords } from "@/components/inboxes/words";
import { StaleNote, WideRow } from "@/components/shell/list-states";
import { type Column, ColumnHeads, from } from "@/components/shell/list-table";
import { PageFrame } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { LoadingNote, SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TD, THead, TR } from "@/components/ui/table";

const columns: readonly Column[] = [
  { title: "Name" },
  { title: "Address", className: from.lg },
  { title: "Behaviour", className: from.sm },
  { title: "Secret", className: from.xl },
  { title: "Messages", align: "right" },
  { title: "Created", className: from.sm },
];

function InboxRow({ inbox }: { inbox: Inbox }) {
  return (
    <TR>
      <TD className="w-full min-w-32 max-w-0 max-sm:py-1.5">
        <RowLink href={`/inbox/${inbox.id}`} title={inbox.name} className="block truncate">
          {inbox.name}
        </RowLink>
        <span className="block truncate text-muted text-xs sm:hidden">
          {behaviourWords(inbox.behaviour).label}
        </span>
      </TD>
      <TD className={from.lg}>
        <span className="inline-flex items-center gap-0.5">
          <Mono value={inbox.url} max={34} />
          <CopyButton
            value={inbox.url}
            label={`Copy the address of ${inbox.name}`}
            className="relative z-[1]"
          />
        </span>
      </TD>
      <TD className={from.sm}>{behaviourWords(inbox.behaviour).label}</TD>
      <TD className={from.xl}>
        <Badge>
          {inbox.hasSecret ? <ShieldCheck aria-hidden /> : <ShieldOff aria-hidden />}
          {inbox.hasSecret ? "Checks signatures" : "None"}
        </Badge>
      </TD>
      <TD className="text-right">{inbox.messageCount}</TD>
      <TD className={`${from.sm} min-w-24 text-muted`}>
        <RelativeTime value={inbox.createdAt} className="relative z-[1]" />
      </TD>
    </TR>
  );
}

export function InboxesScreen() {
  const { data, error, isPending, refetch } = useLiveQuery({
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
            <ColumnHeads columns={columns} />
          </tr>
        </THead>
        <TBody aria-busy={isPending}>
          {isPending ? (
            <SkeletonRows
              columns={columns.length}
              rows={4}
              classNames={columns.map(({ className }) => className)}
            />
          ) : null}
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
