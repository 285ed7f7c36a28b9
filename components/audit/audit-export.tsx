"use client";

import { Allowed } from "@/components/access";
import type { useAuditFilters } from "@/components/audit/use-audit-filters";
import { ExportLabel, ExportMenu } from "@/components/shell/export-menu";
import { AUDIT_EXPORT_FORMATS } from "@/lib/audit/schemas";

/** The filtered log as a file, for those who may take it away. */
export function AuditExport({ filters }: Pick<ReturnType<typeof useAuditFilters>, "filters">) {
  return (
    <Allowed to="audit:export" instead={<ExportLabel />} size="md">
      <ExportMenu path="/api/v1/audit/export" formats={AUDIT_EXPORT_FORMATS} filters={filters} />
    </Allowed>
  );
}
