"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ReadOnlyNote, usePermission } from "@/components/access";
import { type Account, accountKeys, apiFetch, type Person, peopleKeys } from "@/components/api";
import { Invitations } from "@/components/settings/people-invitations";
import { InviteForm } from "@/components/settings/people-invite-form";
import { LinkShownOnce, type ShownLink } from "@/components/settings/people-link";
import { PersonRow } from "@/components/settings/people-row";
import { SettingsTable } from "@/components/settings/settings-table";
import { Section } from "@/components/shell/page";

const columns = ["Person", "Role", "Second step", "Last session"];

/** Who can sign in, for owners; a line for everybody else. */
export function People() {
  if (!usePermission("people:manage")) {
    return (
      <Section title="People">
        <ReadOnlyNote permission="people:manage" />
      </Section>
    );
  }
  return <ManagedPeople />;
}

function ManagedPeople() {
  const [link, setLink] = useState<ShownLink | null>(null);
  const list = useQuery({
    queryKey: peopleKeys.lists,
    queryFn: ({ signal }) => apiFetch<{ items: Person[] }>("/api/v1/people", { signal }),
  });
  const own = useQuery({
    queryKey: accountKeys.detail("own"),
    queryFn: ({ signal }) => apiFetch<Account>("/api/v1/account", { signal }),
  });
  return (
    <Section title="People">
      <InviteForm onInvited={setLink} />
      {link ? <LinkShownOnce key={link.url} link={link} onHide={() => setLink(null)} /> : null}
      <SettingsTable
        label="People"
        columns={columns}
        list={list}
        errorTitle="The people could not be loaded"
      >
        {(person) => (
          <PersonRow
            key={person.id}
            person={person}
            isSelf={person.id === own.data?.id}
            onLink={setLink}
          />
        )}
      </SettingsTable>
      <Invitations
        onWithdrawn={(id) => setLink((shown) => (shown?.invitationId === id ? null : shown))}
      />
    </Section>
  );
}
