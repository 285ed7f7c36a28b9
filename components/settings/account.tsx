"use client";

import { useQuery } from "@tanstack/react-query";
import { type Account as AccountOf, accountKeys, apiFetch } from "@/components/api";
import { AccountName } from "@/components/settings/account-name";
import { AccountPassword } from "@/components/settings/account-password";
import { AccountSessions } from "@/components/settings/account-sessions";
import { AccountTwoFactor } from "@/components/settings/account-two-factor";
import { Section } from "@/components/shell/page";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";

/** Everybody's own: the name, the password, the second step, and where they are signed in. */
export function Account() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: accountKeys.detail("own"),
    queryFn: ({ signal }) => apiFetch<AccountOf>("/api/v1/account", { signal }),
  });
  return (
    <Section title="Your account">
      {isPending ? <Skeleton className="h-96 w-full" /> : null}
      {!data && error ? (
        <ErrorState title="Your account could not be loaded" error={error} onRetry={refetch} />
      ) : null}
      {data ? (
        <div className="flex flex-col gap-3">
          <AccountName account={data} />
          {data.hasPassword ? (
            <>
              <AccountPassword email={data.email} />
              <AccountTwoFactor isOn={data.twoFactor} codesLeft={data.recoveryCodesLeft} />
            </>
          ) : (
            <p className="rounded-md border bg-surface p-3 text-muted">
              You sign in by single sign-on: your password and your second step are kept there.
            </p>
          )}
          <AccountSessions />
        </div>
      ) : null}
    </Section>
  );
}
