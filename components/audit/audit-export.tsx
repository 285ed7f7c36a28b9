"use client";

import { Download } from "lucide-react";
import { Allowed } from "@/components/access";
import { query } from "@/components/api";
import type { useAuditFilters } from "@/components/audit/use-audit-filters";
import { apiFilters } from "@/components/shell/list-filters";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { AUDIT_EXPORT_FORMATS } from "@/lib/audit/schemas";

const LABELS: Record<(typeof AUDIT_EXPORT_FORMATS)[number], string> = {
  csv: "CSV, for spreadsheets",
  ndjson: "NDJSON, one JSON object a line",
};

/** The filtered log as a file; the server streams it, however long it is. */
export function AuditExport({ filters }: Pick<ReturnType<typeof useAuditFilters>, "filters">) {
  const label = (
    <>
      <Download aria-hidden />
      Export
    </>
  );
  return (
    <Allowed to="audit:export" instead={label} size="md">
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button>{label}</Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuLabel>All that match the filters</DropdownMenuLabel>
          {AUDIT_EXPORT_FORMATS.map((format) => (
            <DropdownMenuItem
              key={format}
              onSelect={() => {
                const search = query({ ...apiFilters(filters), format });
                window.location.assign(`/api/v1/audit/export${search}`);
              }}
            >
              {LABELS[format]}
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
    </Allowed>
  );
}
