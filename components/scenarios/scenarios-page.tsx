"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { scenarioKeys } from "@/components/api";
import { PageFrame } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TH, THead } from "@/components/ui/table";
import { scenarioApi } from "./api";
import { CreateButtons } from "./create-buttons";
import { ScenarioRow } from "./scenario-row";

const columns = ["Name", "Status", "Trigger", "Actions", "Problems", "Updated"];

export function ScenariosPage() {
  const scenarios = useInfiniteQuery({
    queryKey: scenarioKeys.list({ pages: true }),
    queryFn: ({ pageParam }) => scenarioApi.list(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = scenarios.data?.pages.flatMap((page) => page.items) ?? [];
  const isEmpty = scenarios.isSuccess && items.length === 0;
  return (
    <PageFrame
      title="Scenarios"
      description="What happens when something happens in the portal."
      actions={isEmpty ? null : <CreateButtons />}
    >
      {scenarios.isError ? (
        <ErrorState error={scenarios.error} onRetry={() => void scenarios.refetch()} />
      ) : isEmpty ? (
        <EmptyState
          icon={Workflow}
          title="No scenarios yet"
          description="A scenario sends what happens here, such as a new order, to the addresses you choose. Begin with the template, or with an empty canvas."
          action={<CreateButtons withFirstTemplate />}
        />
      ) : (
        <>
          {scenarios.isPending ? <LoadingNote what="scenarios" /> : null}
          <Table label="Scenarios">
            <THead>
              <tr>
                {columns.map((column) => (
                  <TH key={column}>{column}</TH>
                ))}
                <TH>
                  <span className="sr-only">Commands</span>
                </TH>
              </tr>
            </THead>
            <TBody>
              {scenarios.isPending ? <SkeletonRows columns={columns.length + 1} /> : null}
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
