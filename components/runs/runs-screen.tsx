"use client";

import { Play } from "lucide-react";
import Link from "next/link";
import { parseAsStringLiteral } from "nuqs";
import { type Run, runKeys } from "@/components/api";
import { tookWords } from "@/components/runs/duration";
import { RetryBadge } from "@/components/runs/retry-badge";
import { FilterBar, ScenarioFilter, TestFilter } from "@/components/shell/filter-controls";
import { FilterSelect } from "@/components/shell/filter-select";
import { parseAsFilter, testParser, timeParsers } from "@/components/shell/list-filters";
import { type Column, from, ListTable } from "@/components/shell/list-table";
import { PageFrame } from "@/components/shell/page";
import { SearchInput } from "@/components/shell/search-input";
import { TimeFilter } from "@/components/shell/time-filter";
import { UnknownFilters } from "@/components/shell/unknown-filters";
import { useFilteredPage, useListFilters } from "@/components/shell/use-list-filters";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { StatusBadge, statusLook, TestBadge } from "@/components/ui/status-badge";
import { TD, TR } from "@/components/ui/table";
import { listRunsSchema, RUN_STATUSES } from "@/lib/runs/schemas";

const columns: readonly Column[] = [
  { title: "Status" },
  { title: "Scenario", className: from.sm },
  { title: "Version", className: from.lg },
  { title: "Order" },
  { title: "Run", className: from.xl },
  { title: "Took", className: from.md },
  { title: "Started" },
];
const statusOptions = RUN_STATUSES.map((value) => ({
  value,
  label: statusLook(value).label,
}));

const { shape } = listRunsSchema;
const parsers = {
  ...timeParsers,
  status: parseAsStringLiteral(RUN_STATUSES),
  scenarioId: parseAsFilter(shape.scenarioId),
  test: testParser,
  q: parseAsFilter(shape.q),
};

function RunRow({ run }: { run: Run }) {
  return (
    <TR>
      <TD>
        <RowLink
          href={`/runs/${run.id}`}
          aria-label={`Run ${run.id}, ${run.status}${run.retryOf ? ", a retry" : ""}`}
          className="inline-flex items-center gap-1 max-sm:flex-col max-sm:items-start max-sm:py-1"
        >
          <StatusBadge status={run.status} />
          {run.isTest ? <TestBadge /> : null}
          {run.retryOf ? <RetryBadge /> : null}
        </RowLink>
      </TD>
      <TD className={`${from.sm} w-full min-w-20 max-w-0`}>
        <MiddleTruncate value={run.scenarioName} />
      </TD>
      <TD className={from.lg}>
        {run.versionNumber ? `v${run.versionNumber}` : <span className="text-muted">–</span>}
      </TD>
      <TD className="max-sm:py-1">
        {run.orderId ? (
          <Link
            href={`/orders/${run.orderId}`}
            className="relative z-[1] hover:text-accent hover:underline"
          >
            <Mono value={run.orderNumber ?? run.orderId} max={20} />
          </Link>
        ) : (
          <span className="text-muted">–</span>
        )}
        {/* Else the runs of one order would look the same. */}
        <MiddleTruncate
          value={run.scenarioName}
          className="max-w-32 text-muted text-xs sm:hidden"
        />
      </TD>
      <TD className={from.xl}>
        <Mono value={run.id} max={16} />
      </TD>
      <TD className={from.md}>
        {tookWords(run.createdAt, run.completedAt) ?? <span className="text-muted">–</span>}
      </TD>
      <TD className="min-w-24 text-muted">
        <RelativeTime value={run.createdAt} className="relative z-[1]" />
      </TD>
    </TR>
  );
}

export function RunsScreen() {
  const { filters, set, paging, active } = useListFilters(parsers);
  const list = useFilteredPage<Run>({
    path: "/api/v1/runs",
    queryKey: runKeys.list,
    filters,
    cursor: paging.cursor,
    refreshMs: (page) => (page?.items.some((run) => run.status === "running") ? 2000 : 5000),
  });
  return (
    <PageFrame title="Runs" description="Each time a scenario was carried out for an event.">
      <FilterBar active={active} onClear={() => set(null)}>
        <SearchInput
          label="Search runs"
          placeholder="Order number, id or email"
          value={filters.q ?? ""}
          onChange={(q) => set({ q: q || null })}
          className="w-full sm:w-64"
        />
        <FilterSelect
          label="Status"
          allLabel="Any status"
          value={filters.status}
          onChange={(status) => set({ status })}
          options={statusOptions}
        />
        <ScenarioFilter value={filters.scenarioId} onChange={(scenarioId) => set({ scenarioId })} />
        <TimeFilter filters={filters} onChange={set} />
        <TestFilter value={filters.test} onChange={(test) => set({ test })} />
      </FilterBar>
      <UnknownFilters filters={filters} />
      <ListTable
        noun="runs"
        columns={columns}
        list={list}
        paging={paging}
        isFiltered={active}
        onClear={() => set(null)}
        empty={
          <EmptyState
            icon={Play}
            title="Nothing has run yet"
            description="An active scenario runs once for every event that its trigger waits for."
            action={
              <Link href="/scenarios" className={buttonStyles({ variant: "primary" })}>
                Go to scenarios
              </Link>
            }
          />
        }
      >
        {(run) => <RunRow key={run.id} run={run} />}
      </ListTable>
    </PageFrame>
  );
}
