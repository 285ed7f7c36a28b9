"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs";
import { apiFetch, type Page, query, scenarioKeys } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { anyActive, parseAsFilter } from "@/components/shell/list-filters";
import { ownRows } from "@/components/shell/own-rows";
import {
  listScenariosSchema,
  SCENARIO_ATTENTIONS,
  SCENARIO_SORTS,
  SCENARIO_STATUSES,
} from "@/lib/scenarios/schemas";
import type { ListedScenario } from "./api";

const PAGE_SIZE = 50;
const REFRESH_MS = 10_000;

const { shape } = listScenariosSchema;
const filterParsers = {
  q: parseAsFilter(shape.q),
  status: parseAsStringLiteral([...SCENARIO_STATUSES, "inactive"] as const),
  attention: parseAsStringLiteral(SCENARIO_ATTENTIONS),
};
const parsers = { ...filterParsers, sort: parseAsStringLiteral(SCENARIO_SORTS) };

/** The list that the address asks for, kept up to date; and the ways to ask for another one. */
export function useScenarioList() {
  const [asked, setAsked] = useQueryStates(parsers);
  const [cursor, setCursor] = useQueryState(
    "cursor",
    parseAsFilter(shape.cursor).withOptions({ history: "push", scroll: true }),
  );
  const paging = {
    cursor,
    goTo: (next: string) => void setCursor(next),
    reset: () => void setCursor(null, { history: "replace" }),
  };
  const found = useLiveQuery({
    queryKey: scenarioKeys.list({ ...asked, cursor }),
    queryFn: ({ signal }) =>
      apiFetch<Page<ListedScenario>>(
        `/api/v1/scenarios${query({ ...asked, cursor, limit: PAGE_SIZE })}`,
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const list = ownRows(found);
  const { sort, ...filters } = asked;
  return {
    filters,
    sort,
    paging,
    list,
    isFiltered: anyActive(filters),
    /** A cursor belongs to what it was made for: any other list begins at its start. */
    set: (values: Partial<typeof asked>) => {
      paging.reset();
      void setAsked(values);
    },
    clear: () => {
      paging.reset();
      void setAsked({ q: null, status: null, attention: null });
    },
  };
}

export type ScenarioList = ReturnType<typeof useScenarioList>;
