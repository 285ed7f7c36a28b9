"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { query } from "@/components/api";

export const RANGES = {
  "1h": { label: "Last hour", ms: 3_600_000 },
  "24h": { label: "Last 24 hours", ms: 86_400_000 },
  "7d": { label: "Last 7 days", ms: 7 * 86_400_000 },
  "30d": { label: "Last 30 days", ms: 30 * 86_400_000 },
} as const;

const rangeKeys = Object.keys(RANGES) as (keyof typeof RANGES)[];

const parsers = {
  status: parseAsString,
  scenarioId: parseAsString,
  event: parseAsString,
  statusCode: parseAsInteger,
  failureKind: parseAsString,
  range: parseAsStringLiteral(rangeKeys),
  since: parseAsString,
  until: parseAsString,
  test: parseAsStringLiteral(["true", "false"] as const),
  q: parseAsString,
};

/** The filters of the delivery list; the URL is where they live. */
export function useDeliveryFilters() {
  const [filters, setFilters] = useQueryStates(parsers);
  const active = Object.values(filters).some((value) => value !== null && value !== "");
  const path = (cursor: string | null) => {
    const { range, since, ...rest } = filters;
    // Read at the time of each request, so that a live list stays "the last hour".
    const from = range ? new Date(Date.now() - RANGES[range].ms).toISOString() : since;
    return `/api/v1/deliveries${query({ ...rest, since: from, cursor })}`;
  };
  return {
    filters,
    setFilters,
    active,
    path,
    clear: () => setFilters(null),
  };
}
