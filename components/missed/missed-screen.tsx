"use client";

import { CalendarCheck, Send, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ReadOnlyNote, usePermission } from "@/components/access";
import { scenarioKeys } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { useMissed, useMissedActions } from "@/components/missed/use-missed";
import { counted } from "@/components/missed/words";
import { scenarioApi } from "@/components/scenarios/api";
import { DetailError, DetailSkeleton } from "@/components/shell/detail-states";
import { DocumentTitle } from "@/components/shell/document-title";
import { type Column, from, ListTable } from "@/components/shell/list-table";
import { PageFrame } from "@/components/shell/page";
import { useCursor } from "@/components/shell/use-cursor";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button, buttonStyles } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { TD, TH, TR } from "@/components/ui/table";
import type { MissedEventView } from "@/lib/missed/schemas";

const columns: readonly Column[] = [
  { title: "Order" },
  { title: "Event", className: from.sm },
  { title: "Occurred" },
];

/** What a scenario missed while it was paused: to be sent after all, or let go. */
export function MissedScreen({ scenarioId }: { scenarioId: string }) {
  const scenario = useLiveQuery({
    queryKey: scenarioKeys.detail(scenarioId),
    queryFn: () => scenarioApi.get(scenarioId),
    refetchInterval: 5000,
  });
  const maySend = usePermission("deliveries:write");
  const paging = useCursor();
  const list = useMissed(scenarioId, paging.cursor);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const items = list.data?.items ?? [];
  const picked = items.filter(({ id }) => chosen.has(id)).map(({ id }) => id);

  if (scenario.isPending) return <DetailSkeleton what="the missed events" />;
  if (!scenario.data) {
    return (
      <DetailError
        what="scenario"
        listHref="/scenarios"
        listLabel="All scenarios"
        error={scenario.error}
        onRetry={scenario.refetch}
      />
    );
  }
  const { name, status } = scenario.data;
  const isActive = status === "active";
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <PageFrame
      back={{ href: `/scenarios/${scenarioId}`, label: name }}
      title="Missed events"
      description={`What occurred while “${name}” was paused. Sending one starts its run now, on the version that is live.`}
      actions={
        maySend && list.data && list.data.total > 0 ? (
          <Actions
            scenarioId={scenarioId}
            total={list.data.total}
            picked={picked}
            isActive={isActive}
            onDone={() => {
              setChosen(new Set());
              paging.reset();
            }}
          />
        ) : null
      }
    >
      <DocumentTitle>{`Missed · ${name}`}</DocumentTitle>
      <ReadOnlyNote permission="deliveries:write" />
      {isActive ? null : <NotActive scenarioId={scenarioId} />}
      <ListTable
        noun="missed events"
        columns={columns}
        list={list}
        paging={paging}
        isFiltered={false}
        onClear={paging.reset}
        leadingHead={
          <TH className="w-7 pr-0">
            <Checkbox
              aria-label="Choose all on this page"
              disabled={items.length === 0}
              checked={
                picked.length === 0
                  ? false
                  : picked.length === items.length
                    ? true
                    : "indeterminate"
              }
              onCheckedChange={(on) =>
                setChosen(new Set(on === true ? items.map(({ id }) => id) : []))
              }
            />
          </TH>
        }
        empty={<NothingMissed scenarioId={scenarioId} isActive={isActive} />}
      >
        {(missed) => (
          <MissedRow
            key={missed.id}
            missed={missed}
            isChosen={chosen.has(missed.id)}
            onChoose={(on) => choose(missed.id, on)}
          />
        )}
      </ListTable>
    </PageFrame>
  );
}

function Actions({
  scenarioId,
  total,
  picked,
  isActive,
  onDone,
}: {
  scenarioId: string;
  total: number;
  picked: string[];
  isActive: boolean;
  onDone: () => void;
}) {
  const { send, dismiss } = useMissedActions(scenarioId, onDone);
  const all = total === 1 ? "it" : `all ${total.toLocaleString("en-US")}`;
  const ids = picked.length > 0 ? picked : undefined;
  const which = ids ? `${ids.length} chosen` : all;
  const events = counted(ids?.length ?? total, "event");
  return (
    <>
      <ConfirmDialog
        trigger={
          <Button disabled={send.isBusy || dismiss.isBusy}>
            <X aria-hidden />
            Dismiss {which}
          </Button>
        }
        title={`Dismiss ${events}?`}
        description="They are taken off this list, and nothing is sent for them. This can't be undone."
        confirmLabel={`Dismiss ${events}`}
        cancelLabel="Keep them"
        onConfirm={() => dismiss.run(ids)}
      />
      <Button
        variant="primary"
        busy={send.isBusy}
        disabled={!isActive || dismiss.isBusy}
        title={isActive ? undefined : "Activate the scenario first"}
        onClick={() => send.run(ids)}
      >
        <Send aria-hidden />
        Send {which}
      </Button>
    </>
  );
}

function NotActive({ scenarioId }: { scenarioId: string }) {
  return (
    <p className="rounded-md bg-info-soft px-3 py-2 text-info text-sm">
      The scenario is not active, so nothing can be sent yet, and what occurs goes on being missed.{" "}
      <Link
        href={`/scenarios/${scenarioId}`}
        className="rounded-sm font-medium underline underline-offset-2 hover:no-underline"
      >
        Open it and activate it
      </Link>{" "}
      first.
    </p>
  );
}

function NothingMissed({ scenarioId, isActive }: { scenarioId: string; isActive: boolean }) {
  return (
    <EmptyState
      icon={CalendarCheck}
      title="Nothing is missed"
      description={
        isActive
          ? "Every event that this scenario listens to starts a run. Should you pause it, what occurs meanwhile is kept here."
          : "Nothing has occurred since the scenario was paused. What does is kept here until you send or dismiss it."
      }
      action={
        <Link href={`/runs?scenarioId=${scenarioId}`} className={buttonStyles()}>
          Runs of this scenario
        </Link>
      }
    />
  );
}

function MissedRow({
  missed,
  isChosen,
  onChoose,
}: {
  missed: MissedEventView;
  isChosen: boolean;
  onChoose: (on: boolean) => void;
}) {
  const { orderId, orderNumber, event, eventId, occurredAt } = missed;
  return (
    <TR>
      <TD className="pr-0">
        <Checkbox
          aria-label={`Choose ${orderNumber ?? eventId}`}
          className="relative z-[1] align-middle"
          checked={isChosen}
          onCheckedChange={(on) => onChoose(on === true)}
        />
      </TD>
      <TD>
        {orderId ? (
          <RowLink href={`/orders/${orderId}`} className="font-mono text-xs">
            {orderNumber ?? orderId}
          </RowLink>
        ) : (
          <Mono value={eventId} max={20} />
        )}
      </TD>
      <TD className={from.sm}>
        <Mono value={event} />
      </TD>
      <TD className="text-muted">
        <RelativeTime value={occurredAt} className="relative z-[1]" />
      </TD>
    </TR>
  );
}
