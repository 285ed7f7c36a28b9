"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { ArrowUp, MailOpen, SearchX } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { apiFetch, type InboxMessage, inboxKeys, type Page, query } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { ClearInbox } from "@/components/inboxes/clear-inbox";
import { MessageCard } from "@/components/inboxes/message-card";
import { signatureOptions } from "@/components/inboxes/signature-badge";
import { FilterSelect } from "@/components/shell/filter-select";
import { StaleNote } from "@/components/shell/list-states";
import { Section } from "@/components/shell/page";
import { Pager } from "@/components/shell/pager";
import { SearchInput } from "@/components/shell/search-input";
import { useCursor } from "@/components/shell/use-cursor";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, Skeleton } from "@/components/ui/skeleton";
import { MESSAGES_KEPT, signatureResultSchema } from "@/lib/inboxes/schemas";

const filterParsers = {
  q: parseAsString,
  signature: parseAsStringLiteral(signatureResultSchema.options),
};

type Messages = Page<InboxMessage>;

/** What has arrived since; a full page may hide more. */
function newWords(count: number, isAll: boolean): string {
  return `${count}${isAll ? "" : "+"} new ${count === 1 ? "message" : "messages"}`;
}

/**
 * What arrived, live. While a message is open nothing moves: what arrives then waits until it is
 * asked for, or until nothing is open any more.
 */
export function Messages({ inboxId }: { inboxId: string }) {
  const paging = useCursor();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [filters, setFilters] = useQueryStates(filterParsers);
  const change = (next: Partial<typeof filters>) => {
    paging.reset();
    setFrozen(null);
    void setFilters(next);
  };
  const isFiltered = Boolean(filters.q || filters.signature);
  const asked = query({ cursor: paging.cursor, ...filters });
  const [frozen, setFrozen] = useState<{ asked: string; page: Messages } | null>(null);
  const { data, error, isPending, refetch } = useLiveQuery({
    queryKey: inboxKeys.messages(inboxId, asked),
    queryFn: ({ signal }) =>
      apiFetch<Messages>(`/api/v1/inboxes/${encodeURIComponent(inboxId)}/messages${asked}`, {
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: 2000,
  });

  const held = frozen?.asked === asked ? frozen.page : null;
  const shown = held ?? data;
  const newest = held?.items[0]?.id ?? "";
  const fresh = held ? (data?.items.filter(({ id }) => id > newest) ?? []) : [];

  const hold = (page: Messages | undefined, opened = open) => {
    const isRead = page?.items.some(({ id }) => opened.has(id));
    setFrozen(page && isRead ? { asked, page } : null);
  };
  const toggle = (id: string, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(id);
    else next.delete(id);
    setOpen(next);
    hold(shown, next);
  };

  return (
    <Section
      title="What arrived"
      actions={
        <>
          <p role="status" className="h-7">
            {fresh.length > 0 ? (
              <Button size="sm" onClick={() => hold(data)}>
                <ArrowUp aria-hidden />
                {newWords(fresh.length, fresh.length < (data?.items.length ?? 0))}
              </Button>
            ) : null}
          </p>
          <ClearInbox inboxId={inboxId} onCleared={() => change({ q: null, signature: null })} />
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        <SearchInput
          label="Search messages"
          placeholder="Order number, id, header or text"
          className="w-full sm:w-72"
          value={filters.q ?? ""}
          onChange={(q) => change({ q: q.trim() || null })}
        />
        <FilterSelect
          label="Signature"
          allLabel="Any signature"
          className="w-52"
          value={filters.signature}
          onChange={(signature) => change({ signature })}
          options={signatureOptions}
        />
      </div>
      {isPending ? (
        <>
          <LoadingNote what="the messages" />
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
        </>
      ) : null}
      {shown ? <StaleNote error={error} /> : null}
      {!shown && error ? (
        <ErrorState title="The messages could not be loaded" error={error} onRetry={refetch} />
      ) : null}
      {shown?.items.length === 0 && isFiltered ? (
        <EmptyState
          className="rounded-md border bg-surface"
          icon={SearchX}
          title="No message is like that"
          description="None of the messages that are kept matches the search and the filter."
          action={
            <Button onClick={() => change({ q: null, signature: null })}>Clear filters</Button>
          }
        />
      ) : shown?.items.length === 0 ? (
        <EmptyState
          className="rounded-md border bg-surface"
          icon={MailOpen}
          title="Nothing has arrived yet"
          description="Use the address above as the URL of a webhook and click Send test webhook there. What arrives appears here by itself."
        />
      ) : (
        <ol className="flex flex-col gap-2" aria-label="Messages, the latest first">
          {shown?.items.map((message) => (
            <li key={message.id}>
              <MessageCard
                inboxId={inboxId}
                message={message}
                open={open.has(message.id)}
                onToggle={(isOpen) => toggle(message.id, isOpen)}
              />
            </li>
          ))}
        </ol>
      )}
      {shown ? <Pager paging={paging} page={shown} noun="messages" /> : null}
      <p className="text-muted text-xs">
        The newest {MESSAGES_KEPT} messages are kept, with up to 1 MiB of each body.
      </p>
    </Section>
  );
}
