"use client";

import { Columns3 } from "lucide-react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

/** Which columns of a list are shown. A narrow window shows fewer than were chosen. */
export function ColumnMenu({
  columns,
  hidden,
  onChange,
}: {
  columns: readonly { key: string; title: string; isFixed?: boolean }[];
  hidden: readonly string[];
  onChange: (hidden: readonly string[]) => void;
}) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button>
          <Columns3 aria-hidden />
          Columns
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>Shown where there is room</DropdownMenuLabel>
        {columns.map(({ key, title, isFixed }) => (
          <DropdownMenuCheckboxItem
            key={key}
            disabled={isFixed}
            checked={!hidden.includes(key)}
            // The menu stays open: several may be chosen.
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(isShown) =>
              onChange(isShown ? hidden.filter((each) => each !== key) : [...hidden, key])
            }
          >
            {title}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
