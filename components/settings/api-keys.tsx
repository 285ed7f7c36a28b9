"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { ReadOnlyNote, usePermission } from "@/components/access";
import { type ApiKey, apiFetch, apiKeyKeys, type NewApiKey, problemText } from "@/components/api";
import { expiryState } from "@/components/settings/api-keys-expiry";
import { NewKeyForm } from "@/components/settings/api-keys-form";
import { WideRow } from "@/components/shell/list-states";
import { Section } from "@/components/shell/page";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { RelativeTime, useNow } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";

const columns = ["Name", "Key", "Created", "Last used", "Expires", ""];

function ShownOnce({ created, onHide }: { created: NewApiKey; onHide: () => void }) {
  return (
    <div
      role="status"
      className="flex flex-col gap-2 rounded-md border border-accent bg-surface p-3"
    >
      <p className="font-medium">
        Copy the key “{created.name}” now. It is shown this once and never again.
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 break-all rounded-sm bg-surface-2 px-2 py-1 font-mono text-xs">
          {created.key}
        </code>
        <CopyButton value={created.key} size="md">
          Copy key
        </CopyButton>
        <Button variant="ghost" onClick={onHide}>
          Done
        </Button>
      </div>
    </div>
  );
}

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
  const { data, error, isPending, refetch } = useQuery({
    queryKey: apiKeyKeys.lists,
    queryFn: ({ signal }) => apiFetch<{ items: ApiKey[] }>("/api/v1/api-keys", { signal }),
  });
  const items = data?.items ?? [];
  return (
    <Section title="API keys">
      <NewKeyForm onCreated={setCreated} />
      {created ? <ShownOnce created={created} onHide={() => setCreated(null)} /> : null}
      <Table label="API keys">
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
              <ErrorState title="The keys could not be loaded" error={error} onRetry={refetch} />
            </WideRow>
          ) : null}
          {data && items.length === 0 ? (
            <WideRow columns={columns.length}>
              <EmptyState
                className="py-6"
                icon={KeyRound}
                title="No API key yet"
                description="A key lets the portal create orders over the REST API."
              />
            </WideRow>
          ) : null}
          {items.map((key) => (
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
                  <span
                    className="block max-w-56 truncate text-xs"
                    title={makerWords(key.createdBy)}
                  >
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
          ))}
        </TBody>
      </Table>
    </Section>
  );
}
