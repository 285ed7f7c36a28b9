"use client";

import { useQuery } from "@tanstack/react-query";
import { Blocks, type LucideIcon, Rocket, Webhook } from "lucide-react";
import { type AppInfo, apiFetch, appKeys } from "@/components/api";
import { OperationCard } from "@/components/apps/operation-card";
import { PageFrame } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, Skeleton } from "@/components/ui/skeleton";

const icons: Record<string, LucideIcon> = { traderlaunchpad: Rocket, webhooks: Webhook };

const TYPE_WORDS: Record<string, string> = {
  internal: "Part of this portal",
  http: "Talks to the outside",
};

function AppCard({ app }: { app: AppInfo }) {
  const Icon = icons[app.key] ?? Blocks;
  return (
    <section aria-label={app.name} className="overflow-hidden rounded-md border bg-surface">
      <div className="flex items-start gap-3 p-4">
        <span className="grid size-9 shrink-0 place-items-center rounded-md border bg-surface-2">
          <Icon aria-hidden className="size-5" />
        </span>
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="font-semibold text-base">{app.name}</h2>
            <Badge>{TYPE_WORDS[app.type] ?? app.type}</Badge>
          </div>
          <p className="text-muted">{app.description}</p>
        </div>
      </div>
      {app.operations.map((operation) => (
        <OperationCard key={operation.key} operation={operation} />
      ))}
    </section>
  );
}

export function AppsScreen() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: appKeys.lists,
    queryFn: ({ signal }) => apiFetch<{ items: AppInfo[] }>("/api/v1/apps", { signal }),
    staleTime: 60_000,
  });
  return (
    <PageFrame
      title="Apps"
      description="What scenarios can be made of: the triggers that start them and the actions they take."
    >
      {isPending ? (
        <>
          <LoadingNote what="the apps" />
          <Skeleton className="h-72 w-full" />
          <Skeleton className="h-72 w-full" />
        </>
      ) : null}
      {!data && error ? (
        <ErrorState title="The apps could not be loaded" error={error} onRetry={refetch} />
      ) : null}
      {data?.items.length === 0 ? (
        <EmptyState
          icon={Blocks}
          title="There are no apps"
          description="This installation was built without any. Tell its operator."
        />
      ) : null}
      {data?.items.map((app) => (
        <AppCard key={app.key} app={app} />
      ))}
    </PageFrame>
  );
}
