"use client";

import { keepPreviousData, type QueryKey } from "@tanstack/react-query";
import { type UseQueryStatesKeysMap, useQueryStates } from "nuqs";
import { apiFetch, type Page, query } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { anyActive, apiFilters, type TimeFilters } from "@/components/shell/list-filters";
import { ownRows } from "@/components/shell/own-rows";
import { useCursor } from "@/components/shell/use-cursor";

/** The filters of a list and its page, in the address. A page belongs to its filters: others begin anew. */
export function useListFilters<Parsers extends UseQueryStatesKeysMap>(parsers: Parsers) {
  const [filters, setFilters] = useQueryStates(parsers);
  const paging = useCursor();
  const set = (values: Parameters<typeof setFilters>[0]) => {
    paging.reset();
    void setFilters(values);
  };
  return { filters, set, paging, active: anyActive(filters) };
}

/**
 * The page of a list that filters and a cursor ask for, kept up to date.
 * @param path of the list's verb
 * @param refreshMs until it is asked for again, by what is shown
 */
export function useFilteredPage<T>({
  path,
  queryKey,
  filters,
  cursor,
  refreshMs,
}: {
  path: string;
  queryKey: (asked: Record<string, unknown>) => QueryKey;
  filters: TimeFilters;
  cursor: string | null;
  refreshMs: (page: Page<T> | undefined) => number;
}) {
  const list = useLiveQuery({
    queryKey: queryKey({ ...filters, cursor }),
    queryFn: ({ signal }) =>
      apiFetch<Page<T>>(`${path}${query({ ...apiFilters(filters), cursor })}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => refreshMs(state.data),
  });
  return ownRows(list);
}
