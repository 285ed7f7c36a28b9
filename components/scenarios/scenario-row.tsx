"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, Ellipsis, PencilLine, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { scenarioKeys } from "@/components/api";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { StatusBadge } from "@/components/ui/status-badge";
import { TD, TR } from "@/components/ui/table";
import { isTrigger, nodeName, triggerNode } from "@/lib/scenarios/graph";
import { reasonOf, type Scenario, scenarioApi } from "./api";
import { downloadScenario } from "./download";

export function ScenarioRow({ scenario }: { scenario: Scenario }) {
  const { id, name, status, graph, problems, hasUnpublishedChanges, publishedVersion } = scenario;
  const trigger = triggerNode(graph);
  const actions = graph.nodes.filter((node) => !isTrigger(node)).map(nodeName);
  return (
    <TR>
      <TD className="max-w-52 truncate">
        <RowLink href={`/scenarios/${id}`} title={name}>
          {name}
        </RowLink>
      </TD>
      <TD>
        <span className="inline-flex items-center gap-1.5">
          <StatusBadge status={status} />
          {publishedVersion !== null && hasUnpublishedChanges ? (
            <Badge tone="info">
              <PencilLine aria-hidden />
              Unpublished changes
            </Badge>
          ) : null}
        </span>
      </TD>
      <TD className="max-w-40 truncate">
        {trigger ? nodeName(trigger) : <span className="text-muted">None</span>}
      </TD>
      <TD className="max-w-36 truncate" title={actions.join(", ")}>
        {actions.length > 0 ? actions.join(", ") : <span className="text-muted">None</span>}
      </TD>
      <TD>
        {problems.length > 0 ? (
          <Badge tone="warning">
            <TriangleAlert aria-hidden />
            {problems.length === 1 ? "1 problem" : `${problems.length} problems`}
          </Badge>
        ) : (
          <Badge tone="neutral">
            <CircleCheck aria-hidden />
            None
          </Badge>
        )}
      </TD>
      <TD>
        <RelativeTime value={scenario.updatedAt} className="relative" />
      </TD>
      <TD className="relative w-0 text-right">
        <RowMenu scenario={scenario} />
      </TD>
    </TR>
  );
}

function RowMenu({ scenario }: { scenario: Scenario }) {
  const { id, name, status } = scenario;
  const queryClient = useQueryClient();
  const [asksToDelete, setAsksToDelete] = useState(false);
  const options = {
    onError: (error: unknown) => {
      toast.error(reasonOf(error));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: scenarioKeys.lists }),
  };
  const toggle = useMutation({
    mutationFn: () =>
      status === "active"
        ? scenarioApi.deactivate(id)
        : scenarioApi.activate(id, scenario.publishedVersion),
    onSuccess: (answer) =>
      toast.success(`“${name}” is ${answer.status === "active" ? "active" : "paused"}.`),
    ...options,
  });
  const duplicate = useMutation({
    mutationFn: () => scenarioApi.duplicate(id),
    onSuccess: (copy) => toast.success(`“${copy.name}” is there.`),
    ...options,
  });
  const exported = useMutation({
    mutationFn: () => downloadScenario(id, name),
    onError: options.onError,
  });
  const remove = useMutation({
    mutationFn: () => scenarioApi.remove(id),
    onSuccess: () => toast.success(`“${name}” is deleted.`),
    ...options,
  });
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label={`Commands for ${name}`}
            busy={toggle.isPending || duplicate.isPending}
          >
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => toggle.mutate()}>
            {status === "active" ? "Deactivate" : "Activate"}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => duplicate.mutate()}>Duplicate</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => exported.mutate()}>Export as a file</DropdownMenuItem>
          <DropdownMenuItem danger onSelect={() => setAsksToDelete(true)}>
            Delete…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={asksToDelete}
        onOpenChange={setAsksToDelete}
        title={`Delete “${name}”?`}
        description="It starts no more runs. Its runs and deliveries stay readable."
        confirmLabel="Delete"
        onConfirm={() => remove.mutateAsync()}
      />
    </>
  );
}
