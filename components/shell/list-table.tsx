"use client";

import type { HTMLAttributes, ReactNode } from "react";
import type { Page } from "@/components/api";
import { NothingMatches, StaleNote, WideRow } from "@/components/shell/list-states";
import { Pager } from "@/components/shell/pager";
import type { useCursor } from "@/components/shell/use-cursor";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TH, THead } from "@/components/ui/table";

export interface Column {
  title: string;
  align?: "right";
  /** For its heading and while it loads, such as the widths at which it is shown. */
  className?: string;
}

/** For the cells of a column that is shown from a width of the window on; others always are. */
export const from = {
  sm: "hidden sm:table-cell",
  md: "hidden md:table-cell",
  lg: "hidden lg:table-cell",
  xl: "hidden xl:table-cell",
  "2xl": "hidden 2xl:table-cell",
};

/** The heading cells of a table's columns. */
export function ColumnHeads({ columns }: { columns: readonly Column[] }) {
  return columns.map(({ title, align, className }) => (
    <TH key={title} className={cn(align === "right" && "text-right", className)}>
      {title}
    </TH>
  ));
}

/** A paged list in all its states: loading, failing, empty, nothing matching, out of date, full. */
export function ListTable<T extends { id: string }>({
  noun,
  columns,
  leadingHead,
  list,
  paging,
  isFiltered,
  onClear,
  empty,
  below,
  above,
  area,
  children,
}: {
  /** In the plural: "runs". */
  noun: string;
  columns: readonly Column[];
  /** A heading cell before the columns', such as the box that chooses all. */
  leadingHead?: ReactNode;
  list: { data?: Page<T>; error: unknown; isPending: boolean; refetch: () => unknown };
  paging: ReturnType<typeof useCursor>;
  isFiltered: boolean;
  onClear: () => void;
  /** What to say, and do next, when there is nothing at all. */
  empty: ReactNode;
  /** After the pager, such as a bar that floats. */
  below?: ReactNode;
  /** Before the table, such as a note about rows that are not shown. */
  above?: ReactNode;
  /** Handlers for the element that holds the table. */
  area?: HTMLAttributes<HTMLElement>;
  /** One row. */
  children: (item: T) => ReactNode;
}) {
  const { data, error, isPending, refetch } = list;
  const width = columns.length + (leadingHead ? 1 : 0);
  const classNames = [
    ...(leadingHead ? [undefined] : []),
    ...columns.map(({ className }) => className),
  ];
  return (
    <>
      {data ? <StaleNote error={error} /> : null}
      {isPending ? <LoadingNote what={noun} /> : null}
      {above}
      <Table {...area} label={noun.charAt(0).toUpperCase() + noun.slice(1)}>
        <THead>
          <tr>
            {leadingHead}
            <ColumnHeads columns={columns} />
          </tr>
        </THead>
        <TBody aria-busy={isPending}>
          {isPending ? (
            <SkeletonRows
              columns={width}
              classNames={classNames}
              hasLeadingBox={leadingHead !== undefined}
            />
          ) : null}
          {!data && error ? (
            <WideRow columns={width}>
              <ErrorState
                title={`The ${noun} could not be loaded`}
                error={error}
                onRetry={refetch}
              />
            </WideRow>
          ) : null}
          {data?.items.length === 0 ? (
            <WideRow columns={width}>
              {isFiltered || paging.cursor ? (
                <NothingMatches noun={noun} onClear={onClear} />
              ) : (
                empty
              )}
            </WideRow>
          ) : null}
          {data?.items.map(children)}
        </TBody>
      </Table>
      <Pager paging={paging} page={data} noun={noun} />
      {below}
    </>
  );
}
