"use client";

import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { query } from "@/components/api";
import {
  anyActive,
  apiFilters,
  parseAsFilter,
  testParser,
  timeParsers,
} from "@/components/shell/list-filters";
import { DELIVERY_STATUSES, listDeliveriesSchema } from "@/lib/deliveries/schemas";
import { FAILURE_KINDS } from "@/lib/webhooks/failures";

const { shape } = listDeliveriesSchema;

const parsers = {
  ...timeParsers,
  status: parseAsStringLiteral(DELIVERY_STATUSES),
  scenarioId: parseAsFilter(shape.scenarioId),
  event: parseAsFilter(shape.event),
  statusCode: parseAsFilter(shape.statusCode),
  failureKind: parseAsStringLiteral(FAILURE_KINDS),
  test: testParser,
  nodeId: parseAsFilter(shape.nodeId),
  held: parseAsStringLiteral(["true", "false"] as const),
  firstAttempt: parseAsStringLiteral(["succeeded"] as const),
  endedSince: parseAsFilter(shape.endedSince),
  q: parseAsFilter(shape.q),
};

/** The filters of the delivery list; the URL is where they live. */
export function useDeliveryFilters() {
  const [filters, setFilters] = useQueryStates(parsers);
  return {
    filters,
    setFilters,
    active: anyActive(filters),
    /** The filters as an address has them, with the question mark; empty without any. */
    search: query(filters),
    path: (cursor: string | null, { limit }: { limit?: number } = {}) =>
      `/api/v1/deliveries${query({ ...apiFilters(filters), cursor, limit })}`,
    clear: () => setFilters(null),
  };
}
