"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { ReadOnlyNote, usePermission } from "@/components/access";
import { type ApiKey, apiFetch, apiKeyKeys, type NewApiKey, problemText } from "@/components/api";
import { expiryState } from "@/components/settings/api-keys-expiry";
import { NewKeyForm } from "@/components/settings/api-keys-form";
import { SettingsTable } from "@/components/settings/settings-table";
import { ShownOnce } from "@/components/settings/shown-once";
import { Section } from "@/components/shell/page";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Mono } from "@/components/ui/mono";
import { RelativeTime, useNow } from "@/components/ui/relative-time";
import { TD, TR } from "@/components/ui/table";

const columns = ["Name", "Key", "Created", "Last used", "Expires"];

function useRevoke() {
  const client = useQueryClient();
  return async (key: ApiKey) => {
    try {
      await apiFetch<void>(`/api/v1/api-keys/${encodeURIComponent(key.id)}`, { method: "DELETE" });
    } catch (error) {
      toast.error(`Not revoked: ${problemText(error)}`);
      throw error;
    }
    toast.success(`“${key.name}” no longer works.`);
    await client.invalidateQueries({ queryKey: apiKeyKeys.all });
  };
}

/** When a key ends; in colour when that is near or past. */
function Expiry({ expiresAt }: { expiresAt: string | null }) {
  const now = useNow();
  const state = expiryState(expiresAt, now ?? 0);
  if (state === "never") return "Never";
  const time = <RelativeTime value={expiresAt} />;
  if (now === null || state === "later") return time;
  return state === "expired" ? (
    <Badge tone="danger">Expired {time}</Badge>
  ) : (
    <Badge tone="warning">Expires {time}</Badge>
  );
}

/** Who made a key; whoever left may have kept it. */
const makerWords = ({ email, isOwner }: NonNullable<ApiKey["createdBy"]>) =>
  isOwner ? `by ${email}` : `by ${email ?? "somebody who is gone"}, no owner any more`;

/** The keys of the REST API, for owners; a line for everybody else. */
export function ApiKeys() {
  if (!usePermission("keys:manage")) {
    return (
      <Section title="API keys">
        <ReadOnlyNote permission="keys:manage" />
      </Section>
    );
  }
  return <ManagedApiKeys />;
}

function ManagedApiKeys() {
  const [created, setCreated] = useState<NewApiKey | null>(null);
  const revoke = useRevoke();
  const list = useQuery({
    queryKey: apiKeyKeys.lists,
    queryFn: ({ signal }) => apiFetch<{ items: ApiKey[] }>("/api/v1/api-keys", { signal }),
  });
  return (
    <Section title="API keys">
      <NewKeyForm onCreated={setCreated} />
      {created ? (
        <ShownOnce
          text={`Copy the key “${created.name}” now. It is shown this once and never again.`}
          secret={created.key}
          copyLabel="Copy key"
          onHide={() => setCreated(null)}
        />
      ) : null}
      <SettingsTable
        label="API keys"
        columns={columns}
        list={list}
        errorTitle="The keys could not be loaded"
        empty={
          <EmptyState
            className="py-6"
            icon={KeyRound}
            title="No API key yet"
            description="A key lets the portal create orders over the REST API."
          />
        }
      >
        {(key) => (
          <TR key={key.id}>
            <TD className="max-w-56 py-1.5" title={key.name}>
              <span className="block truncate font-medium">{key.name}</span>
              <span className="block whitespace-normal font-mono text-muted text-xs">
                {key.scopes.join(", ") || "nothing"}
              </span>
            </TD>
            <TD>
              <Mono value={`${key.prefix}…`} />
            </TD>
            <TD className="text-muted">
              <RelativeTime value={key.createdAt} />
              {key.createdBy ? (
                <span className="block max-w-56 truncate text-xs" title={makerWords(key.createdBy)}>
                  {makerWords(key.createdBy)}
                </span>
              ) : null}
            </TD>
            <TD className="text-muted">
              {key.lastUsedAt ? <RelativeTime value={key.lastUsedAt} /> : "Never"}
            </TD>
            <TD className="text-muted">
              <Expiry expiresAt={key.expiresAt} />
            </TD>
            <TD className="text-right">
              <ConfirmDialog
                trigger={
                  <Button variant="ghost" size="sm" aria-label={`Revoke ${key.name}`}>
                    Revoke
                  </Button>
                }
                title={`Revoke “${key.name}”?`}
                description="Whatever uses it is refused from now on. This cannot be undone."
                confirmLabel="Revoke key"
                onConfirm={() => revoke(key)}
              />
            </TD>
          </TR>
        )}
      </SettingsTable>
    </Section>
  );
}
