"use client";

import { LogIn } from "lucide-react";
import { useState } from "react";
import { apiFetch, problemText } from "@/components/api";
import { FormError } from "@/components/auth/form-error";
import { Button } from "@/components/ui/button";

/** Goes to the provider of single sign-on, which sends whoever it knows back. */
export function SingleSignOnButton({ label, next }: { label: string; next: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const go = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { url } = await apiFetch<{ url: string }>("/api/auth/sign-in/social", {
        method: "POST",
        body: { provider: "oidc", callbackURL: new URL(next, window.location.origin).href },
      });
      window.location.assign(url);
    } catch (error) {
      setProblem(problemText(error));
      setBusy(false);
    }
  };

  return (
    <div className="mt-4 flex flex-col gap-4">
      <p aria-hidden className="flex items-center gap-3 text-muted text-xs">
        <span className="h-px flex-1 bg-border" />
        or
        <span className="h-px flex-1 bg-border" />
      </p>
      <FormError text={problem} />
      <Button size="lg" busy={busy} onClick={go} className="w-full">
        <LogIn aria-hidden />
        <span className="truncate">Sign in with {label}</span>
      </Button>
    </div>
  );
}
