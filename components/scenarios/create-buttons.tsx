"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FileUp, FlaskConical, LayoutTemplate, Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useRefusal } from "@/components/access";
import { scenarioKeys } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { UnavailableButton } from "@/components/ui/unavailable-button";
import { emptyGraph } from "@/lib/scenarios/graph";
import { reasonOf, type Scenario, scenarioApi } from "./api";
import { ImportDialog } from "./import-dialog";
import { asksForName } from "./just-created";
import { freeName } from "./new-name";
import { TemplatesDialog } from "./templates-dialog";

/** The three ways to a new scenario: from a template, from a file, from nothing. */
export function CreateButtons({ withFirstTemplate = false }: { withFirstTemplate?: boolean }) {
  const refusal = useRefusal("scenarios:write");
  const queryClient = useQueryClient();
  const [dialog, setDialog] = useState<"templates" | "import" | null>(null);
  const options = {
    leadsTo: (scenario: Scenario) => `/scenarios/${scenario.id}`,
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: scenarioKeys.lists });
    },
    onError: (error: unknown) => {
      toast.error(`Not created: ${reasonOf(error)}`);
    },
  };
  const create = useAction({
    mutationFn: async () => scenarioApi.create(await freeName(), emptyGraph),
    ...options,
    leadsTo: (scenario) => {
      asksForName(scenario.id);
      return options.leadsTo(scenario);
    },
  });
  const first = useAction({
    mutationFn: () => scenarioApi.createFromTemplate("order-to-inbox"),
    ...options,
  });
  const shown = (name: typeof dialog) => ({
    open: dialog === name,
    onOpenChange: (open: boolean) => setDialog(open ? name : null),
  });
  if (refusal !== null) {
    return (
      <UnavailableButton size="md" reason={refusal}>
        <Plus aria-hidden />
        New scenario
      </UnavailableButton>
    );
  }
  return (
    <>
      {withFirstTemplate ? (
        <Button variant="primary" busy={first.isBusy} onClick={() => first.run()}>
          <FlaskConical aria-hidden />
          Try the example
        </Button>
      ) : null}
      <Button onClick={() => setDialog("import")}>
        <FileUp aria-hidden />
        Import
      </Button>
      <Button onClick={() => setDialog("templates")}>
        <LayoutTemplate aria-hidden />
        Use a template
      </Button>
      <Button
        variant={withFirstTemplate ? "secondary" : "primary"}
        busy={create.isBusy}
        onClick={() => create.run()}
      >
        <Plus aria-hidden />
        New scenario
      </Button>
      <TemplatesDialog {...shown("templates")} />
      <ImportDialog {...shown("import")} />
    </>
  );
}
