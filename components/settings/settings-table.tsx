import type { ReactNode } from "react";
import { WideRow } from "@/components/shell/list-states";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TH, THead } from "@/components/ui/table";

/** A table of the settings, which is loaded whole; its last column is for what can be done. */
export function SettingsTable<T>({
  label,
  columns,
  list,
  errorTitle,
  empty,
  children,
}: {
  label: string;
  /** Without that of the actions. */
  columns: readonly string[];
  list: {
    data?: { items: readonly T[] };
    error: unknown;
    isPending: boolean;
    refetch: () => unknown;
  };
  errorTitle: string;
  /** In place of the rows when there are none. */
  empty?: ReactNode;
  /** One row. */
  children: (item: T) => ReactNode;
}) {
  const { data, error, isPending, refetch } = list;
  const width = columns.length + 1;
  return (
    <Table label={label}>
      <THead>
        <tr>
          {columns.map((column) => (
            <TH key={column}>{column}</TH>
          ))}
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <TBody aria-busy={isPending}>
        {isPending ? <SkeletonRows rows={2} columns={width} /> : null}
        {!data && error ? (
          <WideRow columns={width}>
            <ErrorState title={errorTitle} error={error} onRetry={refetch} />
          </WideRow>
        ) : null}
        {empty && data?.items.length === 0 ? <WideRow columns={width}>{empty}</WideRow> : null}
        {data?.items.map(children)}
      </TBody>
    </Table>
  );
}
