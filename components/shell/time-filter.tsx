"use client";

import { CalendarRange } from "lucide-react";
import { type ComponentProps, useRef, useState } from "react";
import { FilterSelect } from "@/components/shell/filter-select";
import { RANGES, type Range, type TimeFilters } from "@/components/shell/list-filters";
import { fromLocal, rangeFault, rangeWords, toLocal } from "@/components/shell/time-range";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { useNow } from "@/components/ui/relative-time";

const OWN = "own";
const options = [
  ...Object.entries(RANGES).map(([value, { label }]) => ({ value: value as Range, label })),
  { value: OWN, label: "From – to…" } as const,
];

/** When: a range that ends now, or one of one's own with a beginning, an end or both. */
export function TimeFilter({
  filters,
  onChange,
}: {
  filters: TimeFilters;
  onChange: (values: TimeFilters) => void;
}) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const { range, since, until } = filters;
  const isOwn = range === null && (since !== null || until !== null);
  return (
    <span ref={box} className="flex max-w-full flex-wrap items-center gap-2">
      <FilterSelect
        label="Time"
        allLabel="Any time"
        className="w-36"
        value={isOwn ? OWN : range}
        onChange={(next) => {
          if (next === OWN) setOpen(true);
          else onChange({ range: next, since: null, until: null });
        }}
        options={options}
      />
      {isOwn ? <OwnRange since={since} until={until} onClick={() => setOpen(true)} /> : null}
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent
          title="From – to"
          description={`In your time zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`}
          className="max-w-sm"
          // The choice that opened it is gone with its list.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            box.current?.querySelector("button")?.focus();
          }}
        >
          <RangeForm
            since={since}
            until={until}
            onClose={() => setOpen(false)}
            onChosen={(chosen) => {
              setOpen(false);
              onChange({ range: null, ...chosen });
            }}
          />
        </DialogContent>
      </Dialog>
    </span>
  );
}

type OwnTime = Pick<TimeFilters, "since" | "until">;

function OwnRange({ since, until, onClick }: OwnTime & { onClick: () => void }) {
  const words = rangeWords(since, until, useNow() !== null);
  return (
    <Button
      aria-label={`Change the time: ${words}`}
      className="h-auto min-h-8 max-w-full whitespace-normal text-left font-normal tabular-nums"
      onClick={onClick}
    >
      <CalendarRange aria-hidden />
      {words}
    </Button>
  );
}

function RangeForm({
  since,
  until,
  onClose,
  onChosen,
}: OwnTime & { onClose: () => void; onChosen: (range: OwnTime) => void }) {
  const [from, setFrom] = useState(() => toLocal(since));
  const [to, setTo] = useState(() => toLocal(until));
  const [isAsked, setIsAsked] = useState(false);
  const fault = rangeFault(from, to);
  const errorOf = (field: "from" | "to") =>
    isAsked && fault?.field === field ? fault.message : null;
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setIsAsked(true);
        if (!fault) onChosen({ since: fromLocal(from), until: fromLocal(to) });
      }}
    >
      <TimeField
        label="From"
        autoFocus
        hint="Empty: from the beginning."
        error={errorOf("from")}
        value={from}
        onChange={setFrom}
      />
      <TimeField
        label="To"
        hint="Empty: up to now."
        error={errorOf("to")}
        value={to}
        onChange={setTo}
      />
      <DialogFooter className="mt-1">
        <Button onClick={onClose}>Not now</Button>
        <Button type="submit" variant="primary">
          Show
        </Button>
      </DialogFooter>
    </form>
  );
}

/** A day and a time in the browser's zone, as `toLocal` writes them. */
function TimeField({
  value,
  onChange,
  autoFocus,
  ...field
}: Omit<ComponentProps<typeof Field>, "children"> & {
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}) {
  return (
    <Field {...field}>
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          autoFocus={autoFocus}
          max="9999-12-31T00:00"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
