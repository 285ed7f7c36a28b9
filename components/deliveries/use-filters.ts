"use client";

import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { query } from "@/components/api";
import { anyActive, apiFilters, testParser, timeParsers } from "@/components/shell/list-filters";

const parsers = {
  ...timeParsers,
  status: parseAsString,
  scenarioId: parseAsString,
  event: parseAsString,
  statusCode: parseAsInteger,
  failureKind: parseAsString,
  test: testParser,
  q: parseAsString,
};

/** The filters of the delivery list; the URL is where they live. */
export function useDeliveryFilters() {
  const [filters, setFilters] = useQueryStates(parsers);
  return {
    filters,
    setFilters,
    active: anyActive(filters),
    path: (cursor: string | null) =>
      `/api/v1/deliveries${query({ ...apiFilters(filters), cursor })}`,
    clear: () => setFilters(null),
  };
}
