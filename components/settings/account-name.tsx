"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { type Account, accountKeys, apiFetch, peopleKeys } from "@/components/api";
import { checked, fieldText } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import { SaveRow } from "@/components/settings/save-row";
import { Badge } from "@/components/ui/badge";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { updateAccountSchema } from "@/lib/account/schemas";

/** Who somebody is here; only the name is theirs to change. */
export function AccountName({ account }: { account: Account }) {
  const [edited, setEdited] = useState<string | null>(null);
  const client = useQueryClient();
  const router = useRouter();
  const save = useAction({
    mutationFn: async () => {
      const body = checked(updateAccountSchema, { name: edited ?? account.name });
      return apiFetch<Account>("/api/v1/account", { method: "PATCH", body });
    },
    onSuccess: (saved) => {
      client.setQueryData(accountKeys.detail("own"), saved);
      setEdited(null);
      toast.success("Saved.");
      void client.invalidateQueries({ queryKey: peopleKeys.all });
      // The menu of the account comes from the server.
      router.refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run();
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="Your name"
      className="flex flex-col gap-3 rounded-md border bg-surface p-3"
    >
      <p className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 break-words font-medium">{account.email}</span>
        <Badge className="capitalize">{account.role}</Badge>
      </p>
      <Field label="Name" error={fieldText(save.error, "name")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="name"
            value={edited ?? account.name}
            onChange={({ target: { value } }) => {
              save.reset();
              setEdited(value === account.name ? null : value);
            }}
          />
        )}
      </Field>
      <SaveRow isEdited={edited !== null} save={save} onDiscard={() => setEdited(null)} />
    </form>
  );
}
