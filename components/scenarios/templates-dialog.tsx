"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { scenarioKeys } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { TemplateView } from "@/lib/scenarios/schemas";
import { reasonOf, type Scenario, scenarioApi } from "./api";

/** Scenarios to begin with, and what each of them still needs. */
export function TemplatesDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const templates = useQuery({
    queryKey: ["scenario-templates"],
    queryFn: scenarioApi.templates,
    enabled: open,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Use a template"
        description="Each makes a draft of its own, which you can change as you like."
        className="max-w-2xl"
      >
        {templates.isPending ? <Skeleton className="h-64 w-full" /> : null}
        {templates.isError ? (
          <ErrorState error={templates.error} onRetry={() => templates.refetch()} />
        ) : null}
        <ul className="flex flex-col divide-y">
          {templates.data?.items.map((template) => (
            <Template key={template.key} template={template} />
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}

function Template({ template }: { template: TemplateView }) {
  const queryClient = useQueryClient();
  const create = useAction({
    mutationFn: () => scenarioApi.createFromTemplate(template.key),
    leadsTo: (scenario: Scenario) => `/scenarios/${scenario.id}`,
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: scenarioKeys.lists });
    },
    onError: (error: unknown) => {
      toast.error(`Not created: ${reasonOf(error)}`);
    },
  });
  return (
    <li className="flex flex-wrap items-center gap-3 py-3 first:pt-0 last:pb-0">
      <div className="min-w-48 flex-1">
        <h3 className="font-medium text-sm">{template.name}</h3>
        <p className="text-muted text-sm">{template.description}</p>
        <p className="text-muted text-xs">
          {template.needs.length > 0
            ? `To fill in: ${template.needs.join(", ")}`
            : "Ready to activate as it is"}
        </p>
      </div>
      <Button
        size="sm"
        busy={create.isBusy}
        aria-label={`Use “${template.name}”`}
        onClick={() => create.run()}
      >
        Use it
      </Button>
    </li>
  );
}
