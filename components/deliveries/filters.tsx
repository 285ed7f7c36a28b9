"use client";

import { X } from "lucide-react";
import { RANGES, type useDeliveryFilters } from "@/components/deliveries/use-filters";
import { failureOptions } from "@/components/deliveries/words";
import { FilterSelect } from "@/components/shell/filter-select";
import { SearchInput } from "@/components/shell/search-input";
import { useScenarioOptions } from "@/components/shell/use-scenario-options";
import { Button } from "@/components/ui/button";
import { statusLook } from "@/components/ui/status-badge";

const statuses = ["pending", "sending", "retrying", "succeeded", "failed", "cancelled"];
const statusOptions = statuses.map((value) => {
  const { label, icon: Icon } = statusLook(value);
  return { value, label, icon: <Icon aria-hidden className="size-4 text-muted" /> };
});
const eventOptions = [{ value: "order.created", label: "order.created" }];
const rangeOptions = Object.entries(RANGES).map(([value, { label }]) => ({ value, label }));
const testOptions = [
  { value: "false", label: "Without tests" },
  { value: "true", label: "Only tests" },
];

export function DeliveryFilters({
  state,
  onChanged,
}: {
  state: ReturnType<typeof useDeliveryFilters>;
  onChanged: () => void;
}) {
  const { filters, setFilters, active, clear } = state;
  const scenarios = useScenarioOptions();
  const set = (values: Parameters<typeof setFilters>[0]) => {
    onChanged();
    void setFilters(values);
  };
  const custom = filters.range === null && (filters.since !== null || filters.until !== null);
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
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
        value={filters.status}
        onChange={(status) => set({ status })}
        options={statusOptions}
      />
      <FilterSelect
        label="Scenario"
        allLabel="Any scenario"
        value={filters.scenarioId}
        onChange={(scenarioId) => set({ scenarioId })}
        options={scenarios}
      />
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
        inputMode="numeric"
        value={filters.statusCode === null ? "" : String(filters.statusCode)}
        onChange={(text) => set({ statusCode: /^[1-9]\d\d$/.test(text) ? Number(text) : null })}
        className="w-36"
      />
      <FilterSelect
        label="Time"
        allLabel={custom ? "Time in the address" : "Any time"}
        className="w-36"
        value={filters.range}
        onChange={(range) =>
          set({ range: range as keyof typeof RANGES | null, since: null, until: null })
        }
        options={rangeOptions}
      />
      <FilterSelect
        label="Tests"
        allLabel="With tests"
        className="w-34"
        value={filters.test}
        onChange={(test) => set({ test: test as "true" | "false" | null })}
        options={testOptions}
      />
      {active ? (
        <Button
          variant="ghost"
          onClick={() => {
            onChanged();
            void clear();
          }}
        >
          <X aria-hidden />
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}
