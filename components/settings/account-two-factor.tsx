"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { accountKeys, apiFetch, peopleKeys } from "@/components/api";
import { recoveryCodesWords } from "@/components/auth/words";
import { AskPassword } from "@/components/settings/account-ask-password";
import { RecoveryCodes } from "@/components/settings/account-recovery-codes";
import { ScanKey } from "@/components/settings/account-scan-key";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";

type Started = { totpURI: string; backupCodes: string[] };

/** What is asked or shown now. Keys and codes live here only, and go with the page. */
type Step =
  | { kind: "none" }
  | { kind: "switchOn" }
  | { kind: "scan"; started: Started }
  | { kind: "codes"; codes: string[] }
  | { kind: "newCodes" }
  | { kind: "switchOff" };

const twoFactor = <T,>(verb: string, body: object) =>
  apiFetch<T>(`/api/auth/two-factor/${verb}`, { method: "POST", body });

/**
 * The second step at sign-in: switched on in three steps, and off again.
 * @param codesLeft recovery codes; null where that is not known
 */
export function AccountTwoFactor({ isOn, codesLeft }: { isOn: boolean; codesLeft: number | null }) {
  const [step, setStep] = useState<Step>({ kind: "none" });
  const heading = useRef<HTMLHeadingElement>(null);
  const hasBegun = useRef(false);
  const client = useQueryClient();

  // What had the focus is gone after the last step, or when one gives up.
  useEffect(() => {
    if (step.kind !== "none") hasBegun.current = true;
    else if (hasBegun.current) heading.current?.focus();
  }, [step.kind]);

  const leave = () => setStep({ kind: "none" });
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: accountKeys.all }),
      client.invalidateQueries({ queryKey: peopleKeys.all }),
    ]);

  return (
    <div className="flex flex-col gap-3 rounded-md border bg-surface p-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 ref={heading} tabIndex={-1} className="font-medium outline-none">
          Second step at sign-in
        </h3>
        <Badge tone={isOn ? "success" : "neutral"}>{isOn ? "On" : "Off"}</Badge>
      </div>
      <p className="text-muted">
        {isOn
          ? "After your password, a code of your authenticator app is asked for."
          : "With it, your password alone lets nobody in: a code of an authenticator app on your phone is asked for as well."}
      </p>
      {isOn && codesLeft !== null ? <p>{recoveryCodesWords(codesLeft)}</p> : null}
      {step.kind === "none" ? (
        <div className="flex flex-wrap gap-2">
          {isOn ? (
            <>
              <Button onClick={() => setStep({ kind: "newCodes" })}>Make new recovery codes</Button>
              <Button onClick={() => setStep({ kind: "switchOff" })}>Switch off</Button>
            </>
          ) : (
            <Button onClick={() => setStep({ kind: "switchOn" })}>Switch on</Button>
          )}
        </div>
      ) : null}
      {step.kind === "switchOn" ? (
        <AskPassword
          why="Confirm that it is you."
          confirmLabel="Continue"
          onCancel={leave}
          onPassword={async (password) =>
            setStep({ kind: "scan", started: await twoFactor<Started>("enable", { password }) })
          }
        />
      ) : null}
      {step.kind === "scan" ? (
        <ScanKey
          uri={step.started.totpURI}
          onCancel={leave}
          onCode={async (code) => {
            await twoFactor("verify-totp", { code });
            setStep({ kind: "codes", codes: step.started.backupCodes });
            toast.success("The second step is on.");
            await refresh();
          }}
        />
      ) : null}
      {step.kind === "codes" ? <RecoveryCodes codes={step.codes} onKept={leave} /> : null}
      {step.kind === "newCodes" ? (
        <AskPassword
          why="The recovery codes that you have now will no longer work."
          confirmLabel="Make new codes"
          onCancel={leave}
          onPassword={async (password) => {
            const { backupCodes } = await twoFactor<Started>("generate-backup-codes", { password });
            setStep({ kind: "codes", codes: backupCodes });
            await refresh();
          }}
        />
      ) : null}
      {step.kind === "switchOff" ? (
        <AskPassword
          why="Your password alone will let you in. The key in your app and your recovery codes will no longer work."
          confirmLabel="Switch off"
          danger
          onCancel={leave}
          onPassword={async (password) => {
            await twoFactor("disable", { password });
            toast.success("The second step is off.");
            await refresh();
            leave();
          }}
        />
      ) : null}
    </div>
  );
}
