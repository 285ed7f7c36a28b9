"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useRefusal } from "@/components/access";
import { apiFetch, type Inbox, inboxKeys } from "@/components/api";
import { checked, fieldText } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { UnavailableButton } from "@/components/ui/unavailable-button";
import { createInboxSchema } from "@/lib/inboxes/schemas";

export function CreateInbox({ variant = "primary" }: { variant?: "primary" | "secondary" }) {
  const refusal = useRefusal("inboxes:write");
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const client = useQueryClient();
  const create = useAction({
    mutationFn: async () => {
      const body = checked(createInboxSchema, { name });
      return apiFetch<Inbox>("/api/v1/inboxes", { method: "POST", body });
    },
    leadsTo: (inbox) => `/inbox/${inbox.id}`,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: inboxKeys.all });
      setOpen(false);
      setName("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void create.run();
  };
  if (refusal !== null) {
    return (
      <UnavailableButton size="md" reason={refusal}>
        <Plus aria-hidden />
        New test inbox
      </UnavailableButton>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        create.reset();
      }}
    >
      <DialogTrigger asChild>
        <Button variant={variant}>
          <Plus aria-hidden />
          New test inbox
        </Button>
      </DialogTrigger>
      <DialogContent
        title="New test inbox"
        description="A receiver with an address of its own, to which a webhook can be sent."
      >
        <form onSubmit={submit} noValidate>
          <Field label="Name" error={fieldText(create.error, "name")}>
            {(control) => (
              <Input
                {...control}
                value={name}
                autoFocus
                placeholder="Warehouse rehearsal"
                onChange={(event) => {
                  setName(event.target.value);
                  create.reset();
                }}
              />
            )}
          </Field>
          <DialogFooter>
            <Button onClick={() => setOpen(false)}>Close</Button>
            <Button type="submit" variant="primary" busy={create.isBusy}>
              Create
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
