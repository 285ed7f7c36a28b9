"use client";

import Link from "next/link";
import type { DeliveryDetail } from "@/components/api";
import { useCancel } from "@/components/deliveries/actions";
import { AttemptCard } from "@/components/deliveries/attempt-card";
import { CancelButton } from "@/components/deliveries/cancel-button";
import { CompareAttempts } from "@/components/deliveries/compare-attempts";
import { Neighbours } from "@/components/deliveries/neighbours";
import { ResendButton } from "@/components/deliveries/resend-button";
import { useDelivery } from "@/components/deliveries/use-delivery";
import { useDeliveryFilters } from "@/components/deliveries/use-filters";
import {
  asCurl,
  hostOf,
  isCancellable,
  isResendable,
  nextSentence,
} from "@/components/deliveries/words";
import { DetailError, DetailSkeleton } from "@/components/shell/detail-states";
import { DocumentTitle } from "@/components/shell/document-title";
import { Facts } from "@/components/shell/facts";
import { StaleNote } from "@/components/shell/list-states";
import { PageFrame, Section } from "@/components/shell/page";
import { HeldNote } from "@/components/targets/held-note";
import { CodeBlock, prettyJson } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Mono, truncateMiddle } from "@/components/ui/mono";
import { RelativeTime, useNow } from "@/components/ui/relative-time";
import { StatusBadge, TestBadge } from "@/components/ui/status-badge";

const linkStyles = "text-accent hover:underline";

function NextSentence({ delivery, isAsked }: { delivery: DeliveryDetail; isAsked: boolean }) {
  const now = useNow();
  return (
    <p role="status" className="text-base text-foreground">
      {isAsked ? "A new attempt was asked for. Sending…" : nextSentence(delivery, now)}
    </p>
  );
}

export function DeliveryScreen({ id }: { id: string }) {
  const { data, error, isPending, refetch, expect, isExpecting } = useDelivery(id);
  const cancel = useCancel();
  const filters = useDeliveryFilters();

  if (isPending) return <DetailSkeleton what="the delivery" />;
  if (!data) {
    return (
      <DetailError
        what="delivery"
        listHref="/deliveries"
        listLabel="All deliveries"
        error={error}
        onRetry={refetch}
      />
    );
  }
  const isSending = isExpecting || !isResendable(data);
  const attempts = [...data.attempts].sort((a, b) => b.number - a.number);

  return (
    <PageFrame
      back={{ href: `/deliveries${filters.search}`, label: "Deliveries" }}
      title={
        <span className="flex flex-wrap items-center gap-2">
          <span className="break-all">{hostOf(data.url)}</span>
          <StatusBadge status={isExpecting ? "sending" : data.heldAt ? "held" : data.status} />
          {data.isTest ? <TestBadge /> : null}
        </span>
      }
      description={<NextSentence delivery={data} isAsked={isExpecting} />}
      actions={
        <>
          <Neighbours id={id} state={filters} />
          <CopyButton size="md" value={() => asCurl(data.url, attempts[0], data.body)}>
            Copy as curl
          </CopyButton>
          <CopyButton size="md" value={data.body}>
            Copy body
          </CopyButton>
          {isCancellable(data) ? (
            <CancelButton
              what="delivery"
              description="No further automatic attempt will be made. You can still resend it."
              onCancel={() => cancel.mutateAsync(id)}
            />
          ) : null}
          <ResendButton id={id} variant="primary" isSending={isSending} onAsked={expect} />
        </>
      }
    >
      <DocumentTitle>{`${truncateMiddle(id, 16)} · Delivery`}</DocumentTitle>
      <StaleNote error={error} />
      <HeldNote delivery={data} />
      <Facts
        items={[
          ["Delivery", <Mono key="v" value={data.id} max={16} copy copyLabel="Copy delivery id" />],
          [
            "Target",
            <span key="v" className="flex min-w-0 items-center gap-0.5">
              <MiddleTruncate value={data.url} className="font-mono text-xs" />
              <CopyButton value={data.url} label="Copy target URL" />
            </span>,
          ],
          ["Event", <Mono key="v" value={data.event} />],
          data.orderId
            ? [
                "Order",
                <Link key="v" href={`/orders/${data.orderId}`} className={linkStyles}>
                  <Mono value={data.orderNumber ?? data.orderId} max={20} />
                </Link>,
              ]
            : null,
          [
            "Run",
            <Link key="v" href={`/runs/${data.runId}`} className={linkStyles}>
              <Mono value={data.runId} max={18} />
            </Link>,
          ],
          [
            "Scenario",
            <Link
              key="v"
              href={`/scenarios/${data.scenarioId}`}
              className={`min-w-0 ${linkStyles}`}
            >
              <MiddleTruncate value={data.scenarioName} />
            </Link>,
          ],
          data.nodeName ? ["Node", <MiddleTruncate key="v" value={data.nodeName} />] : null,
          ["Attempts", `${data.attemptCount} of ${Math.max(data.maxAttempts, data.attemptCount)}`],
          ["Created", <RelativeTime key="v" value={data.createdAt} />],
          data.completedAt ? ["Ended", <RelativeTime key="v" value={data.completedAt} />] : null,
        ]}
      />
      <Section title="Attempts" actions={<CompareAttempts attempts={attempts} />}>
        {attempts.length === 0 ? (
          <EmptyState
            className="rounded-md border bg-surface"
            title="No attempt yet"
            description="The first one appears here as soon as it starts."
          />
        ) : (
          <ol className="flex flex-col gap-2" aria-label="Attempts, the latest first">
            {attempts.map((attempt, index) => (
              <li key={attempt.number}>
                <AttemptCard
                  attempt={attempt}
                  url={data.url}
                  body={data.body}
                  defaultOpen={index === 0}
                />
              </li>
            ))}
          </ol>
        )}
      </Section>
      <Section title="Body">
        <CodeBlock
          label="The same on every attempt"
          code={prettyJson(data.body)}
          copyLabel="Copy body as shown"
        />
      </Section>
    </PageFrame>
  );
}
