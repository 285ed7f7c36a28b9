"use client";

import { ErrorState } from "@/components/ui/error-state";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <ErrorState
        title="This page could not be shown"
        detail={
          error.digest
            ? `Try again. If it happens again, tell the operator this reference: ${error.digest}`
            : "Try again. If it happens again, reload the page."
        }
        onRetry={reset}
      />
    </main>
  );
}
