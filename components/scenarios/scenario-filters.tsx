import { FilterBar } from "@/components/shell/filter-controls";
import { FilterSelect } from "@/components/shell/filter-select";
import { SearchInput } from "@/components/shell/search-input";
import { SCENARIO_NAME_MAX_LENGTH, type ScenarioSort } from "@/lib/scenarios/schemas";
import type { ScenarioList } from "./use-scenario-list";

const statuses = [
  { value: "active", label: "Active" },
  { value: "inactive", label: "Not active" },
  { value: "paused", label: "Paused" },
  { value: "draft", label: "Draft" },
] as const;

const attentions = [
  { value: "failing", label: "Failing now" },
  { value: "unpublished", label: "Unpublished changes" },
  { value: "problems", label: "With problems" },
] as const;

const sorts: readonly { value: ScenarioSort; label: string }[] = [
  { value: "name", label: "Name, A to Z" },
  { value: "-name", label: "Name, Z to A" },
  { value: "-updated", label: "Updated last" },
  { value: "updated", label: "Updated first" },
  { value: "-lastRun", label: "Ran last" },
  { value: "lastRun", label: "Ran first or never" },
];

/** Which scenarios are listed, and in which order. */
export function ScenarioFilters({ filters, sort, set, clear, isFiltered }: ScenarioList) {
  return (
    <FilterBar active={isFiltered} onClear={clear}>
      <SearchInput
        label="Search by name"
        className="w-full sm:w-60"
        maxLength={SCENARIO_NAME_MAX_LENGTH}
        value={filters.q ?? ""}
        onChange={(q) => set({ q: q === "" ? null : q })}
      />
      <FilterSelect
        label="Status"
        allLabel="Any status"
        className="w-32"
        value={filters.status}
        onChange={(status) => set({ status })}
        options={statuses}
      />
      <FilterSelect
        label="Attention"
        allLabel="With or without faults"
        className="w-48"
        value={filters.attention}
        onChange={(attention) => set({ attention })}
        options={attentions}
      />
      <FilterSelect
        label="Order"
        allLabel="Newest first"
        className="w-44 sm:ml-auto"
        value={sort === "-created" ? null : sort}
        onChange={(next) => set({ sort: next })}
        options={sorts}
      />
    </FilterBar>
  );
}
