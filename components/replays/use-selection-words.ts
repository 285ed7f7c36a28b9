"use client";

import type { Replay } from "@/components/api";
import { filterWords } from "@/components/replays/words";
import { useScenarioOptions } from "@/components/shell/use-scenario-options";

/** Which deliveries a replay is of, in words, with the names of scenarios. */
export function useSelectionWords(): (filter: Replay["filter"]) => string {
  const scenarios = useScenarioOptions();
  return (filter) =>
    filterWords(filter, (id) => scenarios.find(({ value }) => value === id)?.label);
}
