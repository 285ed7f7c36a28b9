"use client";

import { AlertDialog as RadixAlert } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { overlayProps, panelStyles } from "@/components/ui/dialog";

/**
 * Asks before something irreversible. Stays open while `onConfirm` runs, and when it throws:
 * the caller has then said why.
 */
export function ConfirmDialog({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  cancelLabel = "Keep it",
  danger = true,
  onConfirm,
}: {
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  onConfirm: () => Promise<unknown> | unknown;
}) {
  const [ownOpen, setOwnOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const isRunning = useRef(false);
  const focusedBefore = useRef<Element | null>(null);
  const setOpen = (next: boolean) => {
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  const confirm = async () => {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    try {
      await onConfirm();
      setOpen(false);
    } catch {
      // The caller shows the reason; the dialog stays for another try.
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };
  return (
    <RadixAlert.Root open={open ?? ownOpen} onOpenChange={setOpen}>
      {trigger ? <RadixAlert.Trigger asChild>{trigger}</RadixAlert.Trigger> : null}
      <RadixAlert.Portal>
        <RadixAlert.Overlay {...overlayProps} />
        <RadixAlert.Content
          className={cn(panelStyles, "max-w-md p-4")}
          onOpenAutoFocus={() => {
            focusedBefore.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            // Radix returns to a trigger; without one, to where the person was.
            const { current } = focusedBefore;
            if (trigger || !(current instanceof HTMLElement) || !current.isConnected) return;
            event.preventDefault();
            current.focus();
          }}
        >
          <RadixAlert.Title className="font-semibold text-base">{title}</RadixAlert.Title>
          <RadixAlert.Description className="mt-1 text-muted text-sm">
            {description}
          </RadixAlert.Description>
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <RadixAlert.Cancel asChild>
              <Button>{cancelLabel}</Button>
            </RadixAlert.Cancel>
            <Button variant={danger ? "danger" : "primary"} busy={busy} onClick={confirm}>
              {confirmLabel}
            </Button>
          </div>
        </RadixAlert.Content>
      </RadixAlert.Portal>
    </RadixAlert.Root>
  );
}
