"use client";

import { Columns2 } from "lucide-react";
import { useState } from "react";
import type { Attempt } from "@/components/api";
import { failureTitle, msWords } from "@/components/deliveries/words";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";

export interface ComparedRow {
  label: string;
  left: string;
  right: string;
}

const NONE = "–";

/** What two attempts have to tell, line by line; all that is not the same in both stands out. */
export function compareAttempts(left: Attempt, right: Attempt): ComparedRow[] {
  const row = (label: string, of: (attempt: Attempt) => string | number | null | undefined) => ({
    label,
    left: String(of(left) ?? NONE),
    right: String(of(right) ?? NONE),
  });
  const headers = (title: string, of: (attempt: Attempt) => Record<string, string>) => {
    const [one, other] = [of(left), of(right)];
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return names.map((name) => row(`${title} ${name}`, (attempt) => of(attempt)[name]));
  };
  return [
    row("Started", ({ startedAt }) => startedAt),
    row("Duration", ({ durationMs }) => (durationMs === null ? null : msWords(durationMs))),
    row("Status code", ({ response }) => response?.statusCode),
    row("Failure", ({ failure }) => failure && failureTitle(failure.kind)),
    row("What happened", ({ failure }) => failure?.message),
    row("Address", ({ remoteAddress }) => remoteAddress),
    row("URL", ({ request }) => request.url),
    ...headers("Sent", ({ request }) => request.headers),
    ...headers("Answered", ({ response }) => response?.headers ?? {}),
    row("Response body", ({ response }) => response?.body),
  ];
}

/** Two attempts of one delivery side by side. */
export function CompareAttempts({ attempts }: { attempts: readonly Attempt[] }) {
  const [first, second] = attempts;
  if (!first || !second) return null;
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button size="sm">
          <Columns2 aria-hidden />
          Compare attempts
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Two attempts side by side"
        description="The body that was sent is the same in all of them."
        className="max-w-4xl"
      >
        <Comparison attempts={attempts} first={second} second={first} />
      </DialogContent>
    </Dialog>
  );
}

function Comparison({
  attempts,
  first,
  second,
}: {
  attempts: readonly Attempt[];
  first: Attempt;
  second: Attempt;
}) {
  const [numbers, setNumbers] = useState([first.number, second.number]);
  const [onlyDifferent, setOnlyDifferent] = useState(true);
  const find = (number: number | undefined) => attempts.find((each) => each.number === number);
  const [left, right] = [find(numbers[0]) ?? first, find(numbers[1]) ?? second];
  const rows = compareAttempts(left, right);
  const shown = onlyDifferent ? rows.filter((row) => row.left !== row.right) : rows;
  const options = attempts.map(({ number }) => ({
    value: String(number),
    label: `Attempt ${number}`,
  }));
  const choose = (side: number) => (value: string) =>
    setNumbers(numbers.map((number, index) => (index === side ? Number(value) : number)));
  return (
    <div className="flex flex-col gap-3">
      <div className="overflow-x-auto">
        <table className="w-full min-w-lg table-fixed border-collapse text-left text-xs">
          <thead>
            <tr>
              <th scope="col" className="w-1/5 py-1 font-medium text-muted">
                <span className="sr-only">What</span>
              </th>
              {[left, right].map((attempt, side) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the two sides
                <th key={side} scope="col" className="p-1 font-normal">
                  <Select
                    aria-label={side === 0 ? "Left attempt" : "Right attempt"}
                    className="w-full"
                    value={String(attempt.number)}
                    onValueChange={choose(side)}
                    options={options}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y align-top">
            {shown.map(({ label, ...sides }) => {
              const differs = sides.left !== sides.right;
              return (
                <tr key={label}>
                  <th scope="row" className="break-words py-1.5 pr-2 font-normal text-muted">
                    {label}
                    {differs && !onlyDifferent ? <span className="sr-only">, differs</span> : null}
                  </th>
                  {[sides.left, sides.right].map((text, side) => (
                    <td
                      // biome-ignore lint/suspicious/noArrayIndexKey: the two sides
                      key={side}
                      className={cn(
                        "whitespace-pre-wrap p-1.5 font-mono wrap-anywhere",
                        differs && !onlyDifferent && "bg-surface-2 font-medium",
                      )}
                    >
                      {text}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {shown.length === 0 ? <p className="text-muted text-sm">Nothing differs.</p> : null}
      <Button size="sm" className="self-start" onClick={() => setOnlyDifferent(!onlyDifferent)}>
        {onlyDifferent ? "Show what is the same, too" : "Show differences only"}
      </Button>
    </div>
  );
}
