"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch, type Settings, settingsKeys } from "@/components/api";
import { OutgoingCheck } from "@/components/settings/outgoing-check";
import { OutgoingForm } from "@/components/settings/outgoing-form";
import { Section } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { Skeleton } from "@/components/ui/skeleton";

/** Where webhooks may go: what owners choose, what the operator set, and a way to ask. */
export function Outgoing() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: settingsKeys.lists,
    queryFn: ({ signal }) => apiFetch<Settings>("/api/v1/settings", { signal }),
  });
  if (isPending) return <Skeleton className="h-64 w-full" />;
  if (!data) {
    return <ErrorState title="The settings could not be loaded" error={error} onRetry={refetch} />;
  }
  return (
    <Section title="Where webhooks may go">
      <p className="text-muted">
        Webhooks and notifications may go to any public address. Private and special addresses are
        refused, so that nobody can reach the inside of your network through this product, except
        those allowed here.
      </p>
      <OutgoingForm stored={data.preferences.outgoing} />
      <ByOperator network={data.network} />
      <OutgoingCheck />
    </Section>
  );
}

function ByOperator({ network }: { network: Settings["network"] }) {
  const { allowedCidrs, loopbackAllowed, host, proxy } = network;
  return (
    <div className="flex flex-col gap-2 rounded-md border bg-surface p-3">
      <h3 className="font-medium">Set by the operator</h3>
      {allowedCidrs.length === 0 ? (
        <p>No private addresses are allowed.</p>
      ) : (
        <ul aria-label="Allowed by the operator" className="flex flex-wrap gap-2">
          {allowedCidrs.map((cidr) => (
            <li key={cidr}>
              <Badge>
                <Mono value={cidr} max={48} />
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {loopbackAllowed ? (
        <p className="text-muted">
          This machine’s own addresses are allowed because the server listens on{" "}
          <Mono value={host} /> only, and <code className="font-mono text-xs">APP_URL</code> leads
          there too.
        </p>
      ) : null}
      {proxy === null ? null : (
        <p className="text-muted">
          Everything leaves through the proxy <Mono value={proxy} max={48} />, which looks names up
          itself: it has to refuse the inside of the network as well.
        </p>
      )}
      <p className="text-muted">
        In the environment: <code className="font-mono text-xs">WEBHOOK_ALLOWED_CIDRS</code> and{" "}
        <code className="font-mono text-xs">OUTBOUND_PROXY_URL</code>.
      </p>
    </div>
  );
}
