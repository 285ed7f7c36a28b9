"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as RadixSelect } from "radix-ui";
import { type ReactNode, useState } from "react";
import { cn } from "@/components/ui/cn";
import { fieldStyles } from "@/components/ui/input";

export type SelectOption = { value: string; label: string; icon?: ReactNode; disabled?: boolean };

/** More options than this are drawn when the list is opened: Radix draws those of a closed one too. */
const MANY = 50;

/** A list box. `value` must never be the empty string: name the "all" choice. */
export function Select({
  value,
  onValueChange,
  options,
  placeholder,
  className,
  disabled,
  id,
  ...aria
}: {
  value: string | undefined;
  onValueChange: (value: string) => void;
  options: readonly SelectOption[];
  placeholder?: string;
  className?: string;
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const isDrawn = isOpen || options.length <= MANY;
  const shown = isDrawn ? options : options.filter((option) => option.value === value);
  return (
    <RadixSelect.Root
      value={value}
      onValueChange={onValueChange}
      onOpenChange={setIsOpen}
      disabled={disabled}
    >
      <RadixSelect.Trigger
        id={id}
        className={cn(
          fieldStyles,
          "inline-flex h-8 items-center justify-between gap-2 data-placeholder:text-muted [&>span]:truncate",
          className,
        )}
        {...aria}
      >
        <RadixSelect.Value placeholder={placeholder} />
        <RadixSelect.Icon asChild>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
        </RadixSelect.Icon>
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <RadixSelect.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-md border bg-surface shadow-lg"
        >
          <RadixSelect.Viewport className="p-1">
            {shown.map((option) => (
              <RadixSelect.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className="relative flex h-8 cursor-default select-none items-center gap-2 rounded-sm pr-8 pl-2 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-surface-2"
              >
                {option.icon}
                <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
                <RadixSelect.ItemIndicator className="absolute right-2">
                  <Check aria-hidden className="size-4 text-accent" />
                </RadixSelect.ItemIndicator>
              </RadixSelect.Item>
            ))}
          </RadixSelect.Viewport>
        </RadixSelect.Content>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  );
}
