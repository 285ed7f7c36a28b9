"use client";

import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

export const Dialog = RadixDialog.Root;
export const DialogTrigger = RadixDialog.Trigger;

export const overlayProps = { className: "fixed inset-0 z-50 bg-black/40", "data-overlay": true };
export const panelStyles =
  "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-md border bg-surface shadow-xl";

export function DialogContent({
  title,
  description,
  children,
  className,
  ...props
}: ComponentProps<typeof RadixDialog.Content> & {
  title: ReactNode;
  description?: ReactNode;
}) {
  return (
    <RadixDialog.Portal>
      <RadixDialog.Overlay {...overlayProps} />
      <RadixDialog.Content
        className={cn(panelStyles, className)}
        {...(description ? {} : { "aria-describedby": undefined })}
        {...props}
      >
        <div className="flex items-start gap-2 border-b px-4 py-3">
          <div className="min-w-0 flex-1">
            <RadixDialog.Title className="font-semibold text-base">{title}</RadixDialog.Title>
            {description ? (
              <RadixDialog.Description className="text-muted text-sm">
                {description}
              </RadixDialog.Description>
            ) : null}
          </div>
          <RadixDialog.Close asChild>
            <Button variant="ghost" size="icon-sm" aria-label="Close">
              <X aria-hidden />
            </Button>
          </RadixDialog.Close>
        </div>
        <div className="min-h-0 overflow-y-auto p-4">{children}</div>
      </RadixDialog.Content>
    </RadixDialog.Portal>
  );
}

export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("mt-4 flex flex-wrap justify-end gap-2", className)} {...props} />;
}
