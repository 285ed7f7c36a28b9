"use client";

import { RotateCw } from "lucide-react";
import { useState } from "react";
import { Allowed } from "@/components/access";
import type { DeliveryDetail } from "@/components/api";
import { useResend } from "@/components/deliveries/actions";
import { resendConsequences } from "@/components/deliveries/resend-words";
import { useDelivery } from "@/components/deliveries/use-delivery";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { useNow } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";

/** A button that resends one delivery: it says first what will be sent, where to, and what follows. */
export function ResendButton({
  id,
  name,
  isSending,
  onAsked,
  variant = "secondary",
  size = "md",
}: {
  id: string;
  /** Tells it from others on the same page. */
  name?: string;
  /** While an attempt is being sent, or waited for, there is no other. */
  isSending: boolean;
  /** Gets the number that the attempt will have. */
  onAsked: (attemptNumber: number) => void;
  variant?: ButtonProps["variant"];
  size?: "sm" | "md";
}) {
  const [open, setOpen] = useState(false);
  const label = (
    <>
      <RotateCw aria-hidden />
      {isSending ? "Sending…" : "Resend"}
      {name ? <span className="sr-only"> {name}</span> : null}
    </>
  );
  return (
    <Allowed to="deliveries:write" size={size} instead={label}>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogTrigger asChild>
          <Button variant={variant} size={size} busy={isSending}>
            {label}
          </Button>
        </DialogTrigger>
        <DialogContent title="Resend this delivery?">
          <ResendForm
            id={id}
            onClose={() => setOpen(false)}
            onAsked={(attemptNumber) => {
              setOpen(false);
              onAsked(attemptNumber);
            }}
          />
        </DialogContent>
      </Dialog>
    </Allowed>
  );
}

function ResendForm({
  id,
  onClose,
  onAsked,
}: {
  id: string;
  onClose: () => void;
  onAsked: (attemptNumber: number) => void;
}) {
  const { data, error, refetch } = useDelivery(id);
  const resend = useResend(id, onAsked);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void resend.run();
      }}
    >
      {data ? (
        <Consequences delivery={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
      <DialogFooter>
        <Button onClick={onClose}>Not now</Button>
        <Button type="submit" variant="primary" busy={resend.isBusy} disabled={!data}>
          <RotateCw aria-hidden />
          Resend
        </Button>
      </DialogFooter>
    </form>
  );
}

function Consequences({ delivery }: { delivery: DeliveryDetail }) {
  const now = useNow();
  const { resend, url } = delivery;
  return (
    <ul className="flex list-disc flex-col gap-1 pl-4">
      {resend ? (
        <li className="wrap-anywhere">
          It goes to <span className="font-mono text-xs">{resend.url}</span>
          {resend.url === url ? (
            "."
          ) : (
            <>
              , and no longer to <span className="font-mono text-xs">{url}</span>.
            </>
          )}
        </li>
      ) : null}
      {resendConsequences(delivery, now).map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}
