"use client";

import { ContextMenu as Menu } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { menuItemStyles, menuStyles } from "@/components/ui/dropdown-menu";

export const ContextMenu = Menu.Root;
export const ContextMenuTrigger = Menu.Trigger;

export function ContextMenuContent({ className, ...props }: ComponentProps<typeof Menu.Content>) {
  return (
    <Menu.Portal>
      <Menu.Content collisionPadding={8} className={cn(menuStyles, className)} {...props} />
    </Menu.Portal>
  );
}

export function ContextMenuItem({
  className,
  danger = false,
  shortcut,
  children,
  ...props
}: ComponentProps<typeof Menu.Item> & { danger?: boolean; shortcut?: ReactNode }) {
  return (
    <Menu.Item className={cn(menuItemStyles, danger && "text-danger", className)} {...props}>
      <span className="flex-1">{children}</span>
      {shortcut ? <kbd className="font-mono text-muted text-xs">{shortcut}</kbd> : null}
    </Menu.Item>
  );
}

export function ContextMenuSeparator() {
  return <Menu.Separator className="-mx-1 my-1 h-px bg-border" />;
}
