import type { ReactNode } from "react";

/** Names and values of one thing, in a row that wraps. */
export function Facts({ items }: { items: (readonly [label: string, value: ReactNode] | null)[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(min(160px,45%),1fr))] gap-x-6 gap-y-3 rounded-md border bg-surface p-3">
      {items.map((item) =>
        item ? (
          <div key={item[0]} className="min-w-0">
            <dt className="text-muted text-xs">{item[0]}</dt>
            {/* Anywhere: with `break-words` a flex item stays as wide as its longest word. */}
            <dd className="wrap-anywhere flex min-h-7 min-w-0 items-center py-1 [&_button]:-my-1">
              {item[1]}
            </dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
