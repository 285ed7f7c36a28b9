"use client";

import { DeliveriesOverTime } from "@/components/overview/deliveries-over-time";
import { FailingNow } from "@/components/overview/failing-now";
import { Figures } from "@/components/overview/figures";
import { Guide } from "@/components/overview/guide";
import { RangeSwitch } from "@/components/overview/range-switch";
import { RecentDeliveries } from "@/components/overview/recent-deliveries";
import { useOverview } from "@/components/overview/use-overview";
import { RANGES } from "@/components/shell/list-filters";
import { StaleNote } from "@/components/shell/list-states";
import { PageFrame, Section } from "@/components/shell/page";
import { FailingBanner } from "@/components/targets/failing-banner";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, Skeleton } from "@/components/ui/skeleton";

export function OverviewScreen() {
  const { range, setRange, data, error, isPending, isPlaceholderData, refetch } = useOverview();
  return (
    <PageFrame
      title="Overview"
      actions={<RangeSwitch value={range} onChange={(next) => void setRange(next)} />}
    >
      {isPending ? (
        <>
          <LoadingNote what="the overview" />
          <Skeleton className="h-24 w-full" />
          <Skeleton className="h-72 w-full" />
          <Skeleton className="h-20 w-full" />
          <Skeleton className="h-72 w-full" />
        </>
      ) : null}
      {!data && error ? (
        <ErrorState title="The overview could not be loaded" error={error} onRetry={refetch} />
      ) : null}
      {data ? (
        <>
          <StaleNote error={error} />
          <FailingBanner />
          {data.guide.dismissed ? null : <Guide guide={data.guide} />}
          <div
            aria-busy={isPlaceholderData}
            className={cn("flex flex-col gap-4", isPlaceholderData && "opacity-60")}
          >
            <Section title={RANGES[data.range].label}>
              <Figures overview={data} />
            </Section>
            <DeliveriesOverTime overview={data} />
          </div>
          <FailingNow failing={data.failing} />
          <RecentDeliveries deliveries={data.recentDeliveries} />
        </>
      ) : null}
    </PageFrame>
  );
}
