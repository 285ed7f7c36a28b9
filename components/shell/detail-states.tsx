"use client";

import Link from "next/link";
import { ApiProblem } from "@/components/api";
import { PageFrame } from "@/components/shell/page";
import { buttonStyles } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, Skeleton } from "@/components/ui/skeleton";

export function DetailSkeleton({ what }: { what: string }) {
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 p-4 md:p-6">
      <LoadingNote what={what} />
      <Skeleton className="h-5 w-24" />
      <Skeleton className="h-7 w-72 max-w-full" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}

export function DetailError({
  what,
  listHref,
  listLabel,
  error,
  onRetry,
}: {
  what: string;
  listHref: string;
  listLabel: string;
  error: unknown;
  onRetry: () => unknown;
}) {
  const gone = error instanceof ApiProblem && error.status === 404;
  return (
    <PageFrame title={what.charAt(0).toUpperCase() + what.slice(1)}>
      <ErrorState
        title={gone ? `There is no ${what} with this id` : `This ${what} could not be loaded`}
        detail={gone ? "It may have been removed, or the id was not copied completely." : undefined}
        error={error}
        onRetry={gone ? undefined : onRetry}
        action={
          <Link href={listHref} className={buttonStyles()}>
            {listLabel}
          </Link>
        }
      />
    </PageFrame>
  );
}
