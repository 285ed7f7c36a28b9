"use client";

import { useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { type AuditActor, type AuditEntry, apiFetch, auditKeys } from "@/components/api";
import { AuditRow } from "@/components/audit/audit-row";
import type { useAuditFilters } from "@/components/audit/use-audit-filters";
import { FilterBar } from "@/components/shell/filter-controls";
import { FilterSelect } from "@/components/shell/filter-select";
import { type Column, from, ListTable } from "@/components/shell/list-table";
import { SearchInput } from "@/components/shell/search-input";
import { TimeFilter } from "@/components/shell/time-filter";
import { UnknownFilters } from "@/components/shell/unknown-filters";
import { useFilteredPage } from "@/components/shell/use-list-filters";
import { EmptyState } from "@/components/ui/empty-state";
import { AUDIT_ACTIONS, auditActions } from "@/lib/audit/actions";

const columns: readonly Column[] = [
  { title: "When" },
  { title: "Who", className: from.sm },
  { title: "What" },
  { title: "From where", className: from.md },
  { title: "Filter" },
];

const actionOptions = AUDIT_ACTIONS.map((value) => ({ value, label: auditActions[value].label }));

function useActorOptions() {
  const { data } = useQuery({
    queryKey: auditKeys.actors,
    queryFn: ({ signal }) => apiFetch<{ items: AuditActor[] }>("/api/v1/audit/actors", { signal }),
    staleTime: 60_000,
  });
  return (data?.items ?? []).map(({ kind, id, name, isGone }) => ({
    value: id ?? kind,
    label: kind === "apiKey" ? `Key: ${name}` : isGone ? `${name} (removed)` : name,
  }));
}

/** The filtered entries, newest first. */
export function AuditLog({ filters, set, paging, active }: ReturnType<typeof useAuditFilters>) {
  const actors = useActorOptions();
  const list = useFilteredPage<AuditEntry>({
    path: "/api/v1/audit",
    queryKey: auditKeys.list,
    filters,
    cursor: paging.cursor,
    refreshMs: () => 10_000,
  });

  return (
    <>
      <FilterBar active={active} onClear={() => set(null)}>
        <SearchInput
          label="The id of a thing"
          placeholder="Id of a thing"
          value={filters.targetId ?? ""}
          onChange={(targetId) => set({ targetId: targetId || null })}
          className="w-full sm:w-64"
          maxLength={64}
        />
        <FilterSelect
          label="Who"
          allLabel="Anybody"
          value={filters.actorId}
          onChange={(actorId) => set({ actorId })}
          options={actors}
        />
        <FilterSelect
          label="Action"
          allLabel="Any action"
          value={filters.action}
          onChange={(action) => set({ action })}
          options={actionOptions}
        />
        <TimeFilter filters={filters} onChange={set} />
      </FilterBar>
      <UnknownFilters filters={filters} />
      <ListTable
        noun="entries"
        columns={columns}
        list={list}
        paging={paging}
        isFiltered={active}
        onClear={() => set(null)}
        empty={
          <EmptyState
            icon={ScrollText}
            title="Nothing has been done yet"
            description="What people, keys and the product itself change is written down here."
          />
        }
      >
        {(entry) => (
          <AuditRow key={entry.id} entry={entry} onFilter={(targetId) => set({ targetId })} />
        )}
      </ListTable>
    </>
  );
}
