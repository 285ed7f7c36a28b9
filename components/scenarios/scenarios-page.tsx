"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { scenarioKeys } from "@/components/api";
import { ColumnHeads } from "@/components/shell/list-table";
import { PageFrame } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TH, THead } from "@/components/ui/table";
import { scenarioApi } from "./api";
import { CreateButtons } from "./create-buttons";
import { columns, ScenarioRow } from "./scenario-row";

export function ScenariosPage() {
  const scenarios = useInfiniteQuery({
    queryKey: scenarioKeys.list({ pages: true }),
    queryFn: ({ pageParam }) => scenarioApi.list(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 10_000,
  });
  const items = scenarios.data?.pages.flatMap((page) => page.items) ?? [];
  const isEmpty = scenarios.isSuccess && items.length === 0;
  return (
    <PageFrame
      title="Scenarios"
      description="Each says what to do when something happens in the portal."
      actions={isEmpty ? null : <CreateButtons />}
    >
      {scenarios.isError ? (
        <ErrorState error={scenarios.error} onRetry={() => void scenarios.refetch()} />
      ) : isEmpty ? (
        <EmptyState
          icon={Workflow}
          title="Create your first scenario"
          description="A scenario does something for you when something happens, such as sending every new order to your ERP as a webhook. The example sends orders to a test inbox of this installation: watch one arrive, nothing leaves your server."
          action={<CreateButtons withFirstTemplate />}
        />
      ) : (
        <>
          {scenarios.isPending ? <LoadingNote what="scenarios" /> : null}
          <Table label="Scenarios">
            <THead>
              <tr>
                <ColumnHeads columns={columns} />
                <TH>
                  <span className="sr-only">Commands</span>
                </TH>
              </tr>
            </THead>
            <TBody>
              {scenarios.isPending ? (
                <SkeletonRows
                  columns={columns.length + 1}
                  classNames={columns.map(({ className }) => className)}
                />
              ) : null}
              {items.map((scenario) => (
                <ScenarioRow key={scenario.id} scenario={scenario} />
              ))}
            </TBody>
          </Table>
          {scenarios.hasNextPage ? (
            <Button
              className="self-center"
              busy={scenarios.isFetchingNextPage}
              onClick={() => void scenarios.fetchNextPage()}
            >
              Show more
            </Button>
          ) : null}
        </>
      )}
    </PageFrame>
  );
}
