"use client";

import { parseAsFilter, timeParsers } from "@/components/shell/list-filters";
import { useListFilters } from "@/components/shell/use-list-filters";
import type { AuditAction } from "@/lib/audit/actions";
import { listAuditSchema } from "@/lib/audit/schemas";

const { shape } = listAuditSchema;
const parsers = {
  ...timeParsers,
  actorId: parseAsFilter(shape.actorId),
  action: parseAsFilter<AuditAction>(shape.action),
  targetId: parseAsFilter(shape.targetId),
};

/** The filters of the audit log, and its page, in the address. */
export const useAuditFilters = () => useListFilters(parsers);
