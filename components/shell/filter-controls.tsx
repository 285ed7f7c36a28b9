"use client";

import { X } from "lucide-react";
import { FilterSelect } from "@/components/shell/filter-select";
import { RANGES, type Range, type TimeFilters } from "@/components/shell/list-filters";
import { useScenarioOptions } from "@/components/shell/use-scenario-options";
import { Button } from "@/components/ui/button";

const rangeOptions = Object.entries(RANGES).map(([value, { label }]) => ({
  value: value as Range,
  label,
}));
const testOptions = [
  { value: "false", label: "Without tests" },
  { value: "true", label: "Only tests" },
] as const;

export function TimeFilter({
  filters,
  onChange,
}: {
  filters: TimeFilters;
  onChange: (values: TimeFilters) => void;
}) {
  const custom = filters.range === null && (filters.since !== null || filters.until !== null);
  return (
    <FilterSelect
      label="Time"
      allLabel={custom ? "Time in the address" : "Any time"}
      className="w-36"
      value={filters.range}
      onChange={(range) => onChange({ range, since: null, until: null })}
      options={rangeOptions}
    />
  );
}

export function TestFilter({
  value,
  onChange,
}: {
  value: "true" | "false" | null;
  onChange: (value: "true" | "false" | null) => void;
}) {
  return (
    <FilterSelect
      label="Tests"
      allLabel="With tests"
      className="w-34"
      value={value}
      onChange={onChange}
      options={testOptions}
    />
  );
}

export function ScenarioFilter({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const options = useScenarioOptions();
  return (
    <FilterSelect
      label="Scenario"
      allLabel="Any scenario"
      value={value}
      onChange={onChange}
      options={options}
    />
  );
}

/** Shown while any filter is set. */
export function ClearFilters({ active, onClear }: { active: boolean; onClear: () => void }) {
  if (!active) return null;
  return (
    <Button variant="ghost" onClick={onClear}>
      <X aria-hidden />
      Clear filters
    </Button>
  );
}
