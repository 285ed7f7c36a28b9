"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { scenarioKeys } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { SCENARIO_NAME_MAX_LENGTH } from "@/lib/scenarios/schemas";
import { type ListedScenario, reasonOf, scenarioApi } from "./api";

/** Asks for another name; stays open with the reason when it is refused. */
export function RenameDialog({
  scenario,
  onClose,
}: {
  /** None while it is closed. */
  scenario: ListedScenario | null;
  onClose: () => void;
}) {
  return (
    <Dialog open={scenario !== null} onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Rename the scenario"
        // The page knows better where the focus belongs.
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        {scenario ? <RenameForm scenario={scenario} onClose={onClose} /> : null}
      </DialogContent>
    </Dialog>
  );
}

function RenameForm({ scenario, onClose }: { scenario: ListedScenario; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(scenario.name);
  const rename = useAction({
    mutationFn: () => scenarioApi.rename(scenario.id, name.trim()),
    onSuccess: async (renamed) => {
      await queryClient.invalidateQueries({ queryKey: scenarioKeys.lists });
      toast.success(`It is called “${renamed.name}” now.`);
      onClose();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === scenario.name) onClose();
        else if (name.trim() !== "") void rename.run();
      }}
    >
      <Field
        label="Name"
        error={
          name.trim() === ""
            ? "A scenario needs a name."
            : rename.error
              ? `Not renamed: ${reasonOf(rename.error)}`
              : null
        }
      >
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={SCENARIO_NAME_MAX_LENGTH}
            onFocus={(event) => event.target.select()}
            onChange={(event) => {
              rename.reset();
              setName(event.target.value);
            }}
            autoFocus
          />
        )}
      </Field>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={rename.isBusy}>
          Rename
        </Button>
      </DialogFooter>
    </form>
  );
}
