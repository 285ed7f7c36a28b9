"use client";

import { Select, type SelectOption } from "@/components/ui/select";

const ALL = "__all";

/** A filter with an "all" choice; null stands for it. */
export function FilterSelect<T extends string = string>({
  label,
  allLabel,
  value,
  onChange,
  options,
  className = "w-40",
}: {
  label: string;
  allLabel: string;
  value: T | null;
  onChange: (value: T | null) => void;
  options: readonly (SelectOption & { value: T })[];
  className?: string;
}) {
  const known = value === null || options.some((option) => option.value === value);
  return (
    <Select
      aria-label={label}
      className={className}
      value={value ?? ALL}
      onValueChange={(next) => onChange(next === ALL ? null : (next as T))}
      options={[
        { value: ALL, label: allLabel },
        ...options,
        ...(known || value === null ? [] : [{ value, label: value }]),
      ]}
    />
  );
}
