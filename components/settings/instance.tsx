"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { apiFetch, type Settings, settingsKeys } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { Facts } from "@/components/shell/facts";
import { Section } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { Skeleton } from "@/components/ui/skeleton";

function Health({ status }: { status: Settings["database"] }) {
  const well = status === "ok";
  return (
    <Badge tone={well ? "success" : "warning"}>
      {well ? <CircleCheck aria-hidden /> : <TriangleAlert aria-hidden />}
      {well ? "Working" : "Down"}
    </Badge>
  );
}

const ENGINES: Record<Settings["engine"]["kind"], string> = {
  embedded: "Embedded",
  inngest: "Inngest server",
};

export function Instance() {
  const { data, error, isPending, refetch } = useLiveQuery({
    queryKey: settingsKeys.lists,
    queryFn: ({ signal }) => apiFetch<Settings>("/api/v1/settings", { signal }),
    refetchInterval: 15_000,
  });
  if (isPending) {
    return (
      <>
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-24 w-full" />
      </>
    );
  }
  if (!data) {
    return <ErrorState title="The settings could not be loaded" error={error} onRetry={refetch} />;
  }
  const { retry, engine } = data;
  return (
    <>
      <Section title="Retries">
        <Facts
          items={[
            ["First wait", `${retry.baseSeconds} s`],
            ["With all 5 retries", retry.schedule],
          ]}
        />
        <p className="text-muted">
          What may pass is tried again: no answer, no connection, or a status of 5xx. A redirect or
          a status of 4xx is final, except 408, 425 and 429 where a webhook asks for it.
        </p>
        <p className="text-muted">
          Each wait is six times the one before, give or take 20 %. The operator sets the first with{" "}
          <code className="font-mono text-xs">WEBHOOK_BACKOFF_BASE_SECONDS</code>; how many retries
          there are is set at each webhook.
        </p>
      </Section>
      <Section title="About">
        <Facts
          items={[
            ["Version", <Mono key="v" value={data.version} />],
            [
              "Engine",
              <span key="v" className="flex flex-wrap items-center gap-2">
                {ENGINES[engine.kind]}
                <Health status={engine.status} />
              </span>,
            ],
            ["Database", <Health key="v" status={data.database} />],
            ["Address", <Mono key="v" value={data.appUrl} max={40} copy />],
          ]}
        />
      </Section>
    </>
  );
}
