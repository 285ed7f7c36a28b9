"use client";

import { Download } from "lucide-react";
import { query } from "@/components/api";
import { apiFilters, type TimeFilters } from "@/components/shell/list-filters";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

const LABELS = {
  csv: "CSV, for spreadsheets",
  ndjson: "NDJSON, one JSON object a line",
};

/** What the button of the menu says. */
export function ExportLabel() {
  return (
    <>
      <Download aria-hidden />
      Export
    </>
  );
}

/** A filtered list as a file; the server streams it, however long it is. */
export function ExportMenu({
  path,
  formats,
  filters,
}: {
  /** Of the verb that streams the file. */
  path: string;
  formats: readonly (keyof typeof LABELS)[];
  filters: TimeFilters;
}) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button>
          <ExportLabel />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>All that match the filters</DropdownMenuLabel>
        {formats.map((format) => (
          <DropdownMenuItem
            key={format}
            onSelect={() =>
              window.location.assign(`${path}${query({ ...apiFilters(filters), format })}`)
            }
          >
            {LABELS[format]}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
