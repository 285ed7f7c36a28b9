"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ReadOnlyNote, usePermission } from "@/components/access";
import { type Account, accountKeys, apiFetch, type Person, peopleKeys } from "@/components/api";
import { Invitations } from "@/components/settings/people-invitations";
import { InviteForm } from "@/components/settings/people-invite-form";
import { type ShownLink, ShownOnce } from "@/components/settings/people-link";
import { PersonRow } from "@/components/settings/people-row";
import { WideRow } from "@/components/shell/list-states";
import { Section } from "@/components/shell/page";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TH, THead } from "@/components/ui/table";

const columns = ["Person", "Role", "Second step", "Last session", ""];

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
  const { data, error, isPending, refetch } = useQuery({
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
      {link ? <ShownOnce key={link.url} link={link} onHide={() => setLink(null)} /> : null}
      <Table label="People">
        <THead>
          <tr>
            {columns.map((column) => (
              <TH key={column}>{column || <span className="sr-only">Actions</span>}</TH>
            ))}
          </tr>
        </THead>
        <TBody aria-busy={isPending}>
          {isPending ? <SkeletonRows rows={2} columns={columns.length} /> : null}
          {!data && error ? (
            <WideRow columns={columns.length}>
              <ErrorState title="The people could not be loaded" error={error} onRetry={refetch} />
            </WideRow>
          ) : null}
          {data?.items.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isSelf={person.id === own.data?.id}
              onLink={setLink}
            />
          ))}
        </TBody>
      </Table>
      <Invitations
        onWithdrawn={(id) => setLink((shown) => (shown?.invitationId === id ? null : shown))}
      />
    </Section>
  );
}
