"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, LoaderCircle } from "lucide-react";
import { toast } from "sonner";
import { Allowed } from "@/components/access";
import { scenarioKeys } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { type ListedScenario, reasonOf, scenarioApi } from "./api";
import { downloadScenario } from "./download";

/** The commands of a row. What asks something first is asked by the page, which outlives the row. */
export function RowMenu({
  scenario,
  onRename,
  onDelete,
}: {
  scenario: ListedScenario;
  onRename: () => void;
  onDelete: () => void;
}) {
  const { id, name, status } = scenario;
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: scenarioKeys.lists });
  const notDone = (what: string) => (error: unknown) => {
    toast.error(`“${name}” was not ${what}: ${reasonOf(error)}`);
  };
  const isActive = status === "active";
  const toggle = useAction({
    mutationFn: () =>
      isActive
        ? scenarioApi.deactivate(id)
        : scenarioApi.activate(id, {
            expectedVersion: scenario.publishedVersion,
            expectedRevision: scenario.revision,
          }),
    onSuccess: (answer) => {
      toast.success(`“${name}” is ${answer.status === "active" ? "active" : "paused"}.`);
    },
    onError: notDone(isActive ? "deactivated" : "activated"),
    onSettled: refresh,
  });
  const duplicate = useAction({
    mutationFn: () => scenarioApi.duplicate(id),
    onSuccess: (copy) => {
      toast.success(`“${copy.name}” is there.`);
    },
    onError: notDone("duplicated"),
    onSettled: refresh,
  });
  const exported = useAction({
    mutationFn: () => downloadScenario(id, name),
    onError: notDone("exported"),
  });
  const isBusy = toggle.isBusy || duplicate.isBusy || exported.isBusy;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        {/* Not disabled while busy: that would take the focus away from it. */}
        <Button
          size="icon-sm"
          variant="ghost"
          data-row-menu={id}
          aria-label={`Commands for ${name}`}
          aria-busy={isBusy || undefined}
        >
          {isBusy ? (
            <LoaderCircle aria-hidden className="animate-spin" />
          ) : (
            <Ellipsis aria-hidden />
          )}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <Allowed to="scenarios:write">
          <DropdownMenuItem disabled={isBusy} onSelect={() => void toggle.run()}>
            {isActive ? "Deactivate" : "Activate"}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={onRename}>
            Rename…
            <kbd aria-hidden className="ml-auto text-muted text-xs">
              F2
            </kbd>
          </DropdownMenuItem>
          <DropdownMenuItem disabled={isBusy} onSelect={() => void duplicate.run()}>
            Duplicate
          </DropdownMenuItem>
        </Allowed>
        <DropdownMenuItem disabled={isBusy} onSelect={() => void exported.run()}>
          Export as a file
        </DropdownMenuItem>
        <Allowed to="scenarios:write">
          <DropdownMenuItem danger onSelect={onDelete}>
            Delete…
          </DropdownMenuItem>
        </Allowed>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
