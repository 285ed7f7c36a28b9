"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical, Plus, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { scenarioKeys } from "@/components/api";
import { PageFrame } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TH, THead } from "@/components/ui/table";
import { emptyGraph } from "@/lib/scenarios/graph";
import { reasonOf, type Scenario, scenarioApi } from "./api";
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
          action={<CreateButtons />}
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

function CreateButtons() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const options = {
    onSuccess(scenario: Scenario) {
      void queryClient.invalidateQueries({ queryKey: scenarioKeys.lists });
      router.push(`/scenarios/${scenario.id}`);
    },
    onError: (error: unknown) => {
      toast.error(`Not created: ${reasonOf(error)}`);
    },
  };
  const create = useMutation({
    mutationFn: () => scenarioApi.create("New scenario", emptyGraph),
    ...options,
  });
  const createFromTemplate = useMutation({
    mutationFn: () => scenarioApi.createFromTemplate("order-to-inbox"),
    ...options,
  });
  const isBusy = create.isPending || createFromTemplate.isPending;
  return (
    <>
      <Button
        busy={createFromTemplate.isPending}
        disabled={isBusy}
        onClick={() => createFromTemplate.mutate()}
      >
        <FlaskConical aria-hidden />
        Order created → Webhook to the test inbox
      </Button>
      <Button
        variant="primary"
        busy={create.isPending}
        disabled={isBusy}
        onClick={() => create.mutate()}
      >
        <Plus aria-hidden />
        New scenario
      </Button>
    </>
  );
}
