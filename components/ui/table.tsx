import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

/** A table in a frame that scrolls on its own, so that its header stays in sight. */
export function Table({ className, label, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="relative max-h-[calc(100dvh-8rem)] overflow-auto rounded-md border bg-surface"
    >
      <table className={cn("w-full border-collapse text-left text-sm", className)} {...props}>
        {props.children}
      </table>
    </section>
  );
}

export function THead({ className, ...props }: ComponentProps<"thead">) {
  return (
    <thead
      className={cn("sticky top-0 z-10 bg-surface text-muted text-xs", className)}
      {...props}
    />
  );
}

export function TBody({ className, ...props }: ComponentProps<"tbody">) {
  return <tbody className={cn("divide-y", className)} {...props} />;
}

/** `relative`, so that a `RowLink` inside covers the whole row. */
export function TR({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      className={cn(
        "group relative h-9 hover:bg-surface-2/60 focus-within:bg-surface-2/60",
        className,
      )}
      {...props}
    />
  );
}

export function TH({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn(
        "h-8 whitespace-nowrap border-b px-2 font-medium first:pl-3 last:pr-3",
        className,
      )}
      {...props}
    />
  );
}

export function TD({ className, ...props }: ComponentProps<"td">) {
  return (
    <td className={cn("h-9 whitespace-nowrap px-2 first:pl-3 last:pr-3", className)} {...props} />
  );
}
