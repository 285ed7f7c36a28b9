"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { FilterSelect } from "@/components/shell/filter-select";
import { useScenarioOptions } from "@/components/shell/use-scenario-options";
import { Button } from "@/components/ui/button";

const testOptions = [
  { value: "false", label: "Without tests" },
  { value: "true", label: "Only tests" },
] as const;

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

/** The filters of a list, with the way to clear them while any is set. */
export function FilterBar({
  active = false,
  onClear,
  children,
}: {
  active?: boolean;
  /** Left out where one filter is all there is: its "all" clears it. */
  onClear?: () => void;
  children: ReactNode;
}) {
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      {children}
      {active && onClear ? (
        <Button variant="ghost" onClick={onClear}>
          <X aria-hidden />
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}
