"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { toast } from "sonner";
import { scenarioKeys } from "@/components/api";
import { useMissedCounts } from "@/components/missed/use-missed";
import { NothingMatches, StaleNote, WideRow } from "@/components/shell/list-states";
import { ColumnHeads } from "@/components/shell/list-table";
import { PageFrame } from "@/components/shell/page";
import { Pager } from "@/components/shell/pager";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TH, THead } from "@/components/ui/table";
import { type ListedScenario, reasonOf, scenarioApi } from "./api";
import { CreateButtons } from "./create-buttons";
import { RenameDialog } from "./rename-dialog";
import { ScenarioFilters } from "./scenario-filters";
import { columns, ScenarioRow } from "./scenario-row";
import { useRowDialogs } from "./use-row-dialogs";
import { type ScenarioList, useScenarioList } from "./use-scenario-list";

const WIDTH = columns.length + 1;

export function ScenariosPage() {
  const shown = useScenarioList();
  // Asked for along with the rows, which say it: later, it would push what is beside it.
  useMissedCounts();
  const { list, paging, isFiltered } = shown;
  const isEmpty = list.data?.items.length === 0 && !isFiltered && !paging.cursor;
  return (
    <PageFrame
      title="Scenarios"
      description="Each says what to do when something happens in the portal."
      actions={isEmpty ? null : <CreateButtons />}
    >
      {isEmpty ? (
        <EmptyState
          icon={Workflow}
          title="Create your first scenario"
          description="A scenario does something for you when something happens, such as sending every new order to your ERP as a webhook. The example sends orders to a test inbox of this installation: watch one arrive, nothing leaves your server."
          action={<CreateButtons withFirstTemplate />}
        />
      ) : (
        <>
          <ScenarioFilters {...shown} />
          <ScenarioTable {...shown} />
          <Pager paging={paging} page={list.data} noun="scenarios" />
        </>
      )}
    </PageFrame>
  );
}

function ScenarioTable({ list, clear }: ScenarioList) {
  const { data, error, isPending, refetch } = list;
  const queryClient = useQueryClient();
  const items = data?.items ?? [];
  const { asked, ask, close, willBeGone } = useRowDialogs(items);
  const remove = async (scenario: ListedScenario) => {
    try {
      await scenarioApi.remove(scenario.id);
    } catch (failure) {
      toast.error(`“${scenario.name}” was not deleted: ${reasonOf(failure)}`);
      throw failure;
    }
    willBeGone(scenario);
    toast.success(`“${scenario.name}” is deleted.`);
    await queryClient.invalidateQueries({ queryKey: scenarioKeys.lists });
  };
  return (
    <>
      {data ? <StaleNote error={error} /> : null}
      {isPending ? <LoadingNote what="scenarios" /> : null}
      <Table label="Scenarios">
        <THead>
          <tr>
            <ColumnHeads columns={columns} />
            <TH>
              <span className="sr-only">Commands</span>
            </TH>
          </tr>
        </THead>
        <TBody aria-busy={isPending}>
          {isPending ? (
            <SkeletonRows columns={WIDTH} classNames={columns.map(({ className }) => className)} />
          ) : null}
          {!data && error ? (
            <WideRow columns={WIDTH}>
              <ErrorState
                title="The scenarios could not be loaded"
                error={error}
                onRetry={() => refetch()}
              />
            </WideRow>
          ) : null}
          {data?.items.length === 0 ? (
            <WideRow columns={WIDTH}>
              <NothingMatches noun="scenarios" onClear={clear} />
            </WideRow>
          ) : null}
          {items.map((scenario) => (
            <ScenarioRow key={scenario.id} scenario={scenario} onAsk={ask} />
          ))}
        </TBody>
      </Table>
      <RenameDialog scenario={asked?.what === "rename" ? asked.scenario : null} onClose={close} />
      <ConfirmDialog
        open={asked?.what === "delete"}
        onOpenChange={(open) => !open && close()}
        title={`Delete “${asked?.scenario.name ?? ""}”?`}
        description="It starts no more runs, and what still waits to be sent is cancelled. Its runs and deliveries stay readable."
        confirmLabel="Delete"
        onConfirm={() => asked && remove(asked.scenario)}
      />
    </>
  );
}
