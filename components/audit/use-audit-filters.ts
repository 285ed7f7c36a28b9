"use client";

import { useQueryStates } from "nuqs";
import { anyActive, parseAsFilter, timeParsers } from "@/components/shell/list-filters";
import { useCursor } from "@/components/shell/use-cursor";
import type { AuditAction } from "@/lib/audit/actions";
import { listAuditSchema } from "@/lib/audit/schemas";

/** The filters of the audit log, and its page, in the address. */
export function useAuditFilters() {
  const [filters, setFilters] = useQueryStates({
    ...timeParsers,
    actorId: parseAsFilter(listAuditSchema.shape.actorId),
    action: parseAsFilter<AuditAction>(listAuditSchema.shape.action),
    targetId: parseAsFilter(listAuditSchema.shape.targetId),
  });
  const paging = useCursor();
  const set = (values: Parameters<typeof setFilters>[0]) => {
    paging.reset();
    void setFilters(values);
  };
  return { filters, set, paging, active: anyActive(filters) };
}
