"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { apiFetch, type Inbox, inboxKeys, problemText } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";

export function CreateInbox({ variant = "primary" }: { variant?: "primary" | "secondary" }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const client = useQueryClient();
  const router = useRouter();
  const create = useMutation({
    mutationFn: () => apiFetch<Inbox>("/api/v1/inboxes", { method: "POST", body: { name } }),
    onSuccess: (inbox) => {
      void client.invalidateQueries({ queryKey: inboxKeys.all });
      setOpen(false);
      setName("");
      router.push(`/inbox/${inbox.id}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
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
          <Field label="Name" error={create.error ? problemText(create.error) : null}>
            {(control) => (
              <Input
                {...control}
                value={name}
                autoFocus
                placeholder="Warehouse rehearsal"
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <DialogFooter>
            <Button onClick={() => setOpen(false)}>Close</Button>
            <Button type="submit" variant="primary" busy={create.isPending}>
              Create
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
