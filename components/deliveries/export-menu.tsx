"use client";

import { Download } from "lucide-react";
import { query } from "@/components/api";
import type { useDeliveryFilters } from "@/components/deliveries/use-filters";
import { apiFilters } from "@/components/shell/list-filters";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { EXPORT_FORMATS } from "@/lib/deliveries/schemas";

const LABELS: Record<(typeof EXPORT_FORMATS)[number], string> = {
  csv: "CSV, for spreadsheets",
  ndjson: "NDJSON, one JSON object a line",
};

/** The filtered list as a file; the server streams it, however long it is. */
export function ExportMenu({ filters }: Pick<ReturnType<typeof useDeliveryFilters>, "filters">) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button>
          <Download aria-hidden />
          Export
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>All that match the filters</DropdownMenuLabel>
        {EXPORT_FORMATS.map((format) => (
          <DropdownMenuItem
            key={format}
            onSelect={() => {
              const search = query({ ...apiFilters(filters), format });
              window.location.assign(`/api/v1/deliveries/export${search}`);
            }}
          >
            {LABELS[format]}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
