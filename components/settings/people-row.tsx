"use client";

import { useState } from "react";
import type { Person } from "@/components/api";
import type { ShownLink } from "@/components/settings/people-link";
import { PersonMenu } from "@/components/settings/people-menu";
import { roleOptions } from "@/components/settings/people-roles";
import { useChangeRole } from "@/components/settings/use-people";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { TD, TR } from "@/components/ui/table";
import { type Role, roleOf } from "@/lib/auth/permissions";

/** One person: what they are here, and what an owner can do for them or to them. */
export function PersonRow({
  person,
  isSelf,
  onLink,
}: {
  person: Person;
  isSelf: boolean;
  onLink: (link: ShownLink) => void;
}) {
  /** The role that an owner is about to give themselves in place of theirs. */
  const [stepDownTo, setStepDownTo] = useState<Role | null>(null);
  const { change, changeAsked, isBusy, pending } = useChangeRole(person, isSelf);
  return (
    <TR>
      <TD className="max-w-56 py-1.5" title={`${person.name}, ${person.email}`}>
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{person.name}</span>
          {isSelf ? <Badge>You</Badge> : null}
        </span>
        {person.name === person.email ? null : (
          <span className="block truncate text-muted text-xs">{person.email}</span>
        )}
      </TD>
      <TD>
        <Select
          aria-label={`Role of ${person.email}`}
          className="w-28"
          disabled={isBusy}
          value={pending ?? person.role}
          options={roleOptions}
          onValueChange={(value) => {
            const role = roleOf(value);
            if (role === person.role) return;
            if (isSelf) setStepDownTo(role);
            else change(role);
          }}
        />
        <ConfirmDialog
          open={stepDownTo !== null}
          onOpenChange={(open) => {
            if (!open) setStepDownTo(null);
          }}
          title="Stop being an owner?"
          description={`You will be ${stepDownTo === "viewer" ? "a" : "an"} ${stepDownTo} from now on. Only another owner can make you one again.`}
          confirmLabel="Stop being an owner"
          cancelLabel="Stay an owner"
          onConfirm={async () => {
            if (stepDownTo !== null) await changeAsked(stepDownTo);
          }}
        />
      </TD>
      <TD>{person.twoFactor ? <Badge tone="success">On</Badge> : <Badge>Off</Badge>}</TD>
      <TD className="text-muted">
        {person.lastSeenAt ? <RelativeTime value={person.lastSeenAt} /> : "Not signed in"}
      </TD>
      <TD className="text-right">
        {isSelf ? null : <PersonMenu person={person} onLink={onLink} />}
      </TD>
    </TR>
  );
}
