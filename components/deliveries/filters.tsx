"use client";

import { Hash } from "lucide-react";
import type { useDeliveryFilters } from "@/components/deliveries/use-filters";
import { failureOptions } from "@/components/deliveries/words";
import { FilterBar, ScenarioFilter, TestFilter } from "@/components/shell/filter-controls";
import { FilterSelect } from "@/components/shell/filter-select";
import { SearchInput } from "@/components/shell/search-input";
import { TimeFilter } from "@/components/shell/time-filter";
import { Chip, TargetFilters } from "@/components/targets/target-filters";
import { statusLook } from "@/components/ui/status-badge";
import { DELIVERY_STATUSES } from "@/lib/deliveries/schemas";

/** What is held for a paused target waits, and is shown by a name of its own. */
const statusOptions = [...DELIVERY_STATUSES, "held" as const].map((value) => {
  const { label, icon: Icon } = statusLook(value);
  return { value, label, icon: <Icon aria-hidden className="size-4 text-muted" /> };
});
const eventOptions = [{ value: "order.created", label: "order.created" }];

export function DeliveryFilters({
  state,
  onChanged,
}: {
  state: ReturnType<typeof useDeliveryFilters>;
  onChanged: () => void;
}) {
  const { filters, setFilters, active, clear } = state;
  const set = (values: Parameters<typeof setFilters>[0]) => {
    onChanged();
    void setFilters(values);
  };
  return (
    <FilterBar
      active={active}
      onClear={() => {
        onChanged();
        void clear();
      }}
    >
      <SearchInput
        label="Search deliveries"
        placeholder="Id, order number, email or URL"
        value={filters.q ?? ""}
        onChange={(q) => set({ q: q || null })}
        className="w-full sm:w-64"
      />
      <FilterSelect
        label="Status"
        allLabel="Any status"
        className="w-32"
        value={filters.held === "true" && !filters.status ? "held" : filters.status}
        onChange={(status) =>
          set(status === "held" ? { status: null, held: "true" } : { status, held: null })
        }
        options={statusOptions}
      />
      <ScenarioFilter value={filters.scenarioId} onChange={(scenarioId) => set({ scenarioId })} />
      <FilterSelect
        label="Event"
        allLabel="Any event"
        className="w-36"
        value={filters.event}
        onChange={(event) => set({ event })}
        options={eventOptions}
      />
      <FilterSelect
        label="Failure"
        allLabel="Any result"
        className="w-44"
        value={filters.failureKind}
        onChange={(failureKind) => set({ failureKind })}
        options={failureOptions}
      />
      <SearchInput
        label="Status code"
        icon={Hash}
        inputMode="numeric"
        maxLength={3}
        clean={(text) => text.replace(/\D/g, "").replace(/^0+/, "")}
        toValue={(text) => (text.length === 3 ? text : "")}
        value={filters.statusCode ?? ""}
        onChange={(statusCode) => set({ statusCode: statusCode || null })}
        className="w-36"
      />
      <TimeFilter filters={filters} onChange={set} />
      <TestFilter value={filters.test} onChange={(test) => set({ test })} />
      <TargetFilters filters={filters} onChange={set} />
      {filters.firstAttempt ? (
        <Chip label="At the first attempt" onRemove={() => set({ firstAttempt: null })} />
      ) : null}
    </FilterBar>
  );
}
