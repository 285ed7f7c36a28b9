"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Play, X } from "lucide-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { apiFetch, type Page, query, type Run, runKeys } from "@/components/api";
import { tookWords } from "@/components/runs/duration";
import { FilterSelect } from "@/components/shell/filter-select";
import { NothingMatches, StaleNote, WideRow } from "@/components/shell/list-states";
import { PageFrame } from "@/components/shell/page";
import { Pager } from "@/components/shell/pager";
import { useCursor } from "@/components/shell/use-cursor";
import { useScenarioOptions } from "@/components/shell/use-scenario-options";
import { Button, buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { LoadingNote, SkeletonRows } from "@/components/ui/skeleton";
import { StatusBadge, statusLook, TestBadge } from "@/components/ui/status-badge";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";

const columns = ["Status", "Scenario", "Version", "Order", "Run", "Took", "Started"];
const statusOptions = ["running", "succeeded", "failed", "cancelled"].map((value) => ({
  value,
  label: statusLook(value).label,
}));
const testOptions = [
  { value: "false", label: "Without tests" },
  { value: "true", label: "Only tests" },
];

function RunRow({ run }: { run: Run }) {
  return (
    <TR>
      <TD>
        <RowLink
          href={`/runs/${run.id}`}
          aria-label={`Run ${run.id}, ${run.status}`}
          className="inline-flex items-center gap-1"
        >
          <StatusBadge status={run.status} />
          {run.isTest ? <TestBadge /> : null}
        </RowLink>
      </TD>
      <TD className="max-w-64 truncate" title={run.scenarioName}>
        {run.scenarioName}
      </TD>
      <TD>{run.versionNumber ? `v${run.versionNumber}` : <span className="text-muted">–</span>}</TD>
      <TD>
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
      </TD>
      <TD>
        <Mono value={run.id} max={16} />
      </TD>
      <TD>{tookWords(run.createdAt, run.completedAt) ?? <span className="text-muted">–</span>}</TD>
      <TD className="min-w-24 text-muted">
        <RelativeTime value={run.createdAt} className="relative z-[1]" />
      </TD>
    </TR>
  );
}

export function RunsScreen() {
  const [filters, setFilters] = useQueryStates({
    status: parseAsString,
    scenarioId: parseAsString,
    test: parseAsStringLiteral(["true", "false"] as const),
  });
  const paging = useCursor();
  const scenarios = useScenarioOptions();
  const active = Object.values(filters).some((value) => value !== null);
  const params = { ...filters, cursor: paging.cursor };

  const { data, error, isPending, refetch } = useQuery({
    queryKey: runKeys.list(params),
    queryFn: ({ signal }) => apiFetch<Page<Run>>(`/api/v1/runs${query(params)}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some((run) => run.status === "running") ? 2000 : 5000,
  });
  const set = (values: Parameters<typeof setFilters>[0]) => {
    paging.reset();
    void setFilters(values);
  };

  return (
    <PageFrame title="Runs" description="Each time a scenario was carried out for an event.">
      <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
        <FilterSelect
          label="Status"
          allLabel="Any status"
          value={filters.status}
          onChange={(status) => set({ status })}
          options={statusOptions}
        />
        <FilterSelect
          label="Scenario"
          allLabel="Any scenario"
          className="w-52"
          value={filters.scenarioId}
          onChange={(scenarioId) => set({ scenarioId })}
          options={scenarios}
        />
        <FilterSelect
          label="Tests"
          allLabel="With tests"
          value={filters.test}
          onChange={(test) => set({ test: test as "true" | "false" | null })}
          options={testOptions}
        />
        {active ? (
          <Button variant="ghost" onClick={() => set(null)}>
            <X aria-hidden />
            Clear filters
          </Button>
        ) : null}
      </search>
      {data ? <StaleNote error={error} /> : null}
      {isPending ? <LoadingNote what="runs" /> : null}
      <Table label="Runs">
        <THead>
          <tr>
            {columns.map((column) => (
              <TH key={column}>{column}</TH>
            ))}
          </tr>
        </THead>
        <TBody aria-busy={isPending}>
          {isPending ? <SkeletonRows columns={columns.length} /> : null}
          {!data && error ? (
            <WideRow columns={columns.length}>
              <ErrorState title="The runs could not be loaded" error={error} onRetry={refetch} />
            </WideRow>
          ) : null}
          {data && data.items.length === 0 ? (
            <WideRow columns={columns.length}>
              {active || paging.cursor ? (
                <NothingMatches noun="runs" onClear={() => set(null)} />
              ) : (
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
              )}
            </WideRow>
          ) : null}
          {data?.items.map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </TBody>
      </Table>
      <Pager paging={paging} nextCursor={data?.nextCursor} count={data?.items.length} noun="runs" />
    </PageFrame>
  );
}
