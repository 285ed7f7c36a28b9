"use client";

import { Menu, Search } from "lucide-react";
import Link from "next/link";
import { Dialog as RadixDialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { RoleProvider } from "@/components/access";
import { AnnounceUnread } from "@/components/notifications/announce-unread";
import { Bell } from "@/components/notifications/bell";
import { CommandMenu } from "@/components/shell/command-menu";
import { Mark } from "@/components/shell/mark";
import { Nav } from "@/components/shell/nav";
import { type ShellUser, UserMenu } from "@/components/shell/user-menu";
import { Button } from "@/components/ui/button";
import { overlayProps } from "@/components/ui/dialog";

export function Shell({ user, children }: { user: ShellUser; children: ReactNode }) {
  const [commandOpen, setCommandOpen] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const openCommand = () => {
    setMenuOpen(false);
    setCommandOpen(true);
  };

  const rail = (bell?: ReactNode) => (
    <div className="flex h-full flex-col gap-3 p-3">
      <Link
        href="/"
        onClick={() => setMenuOpen(false)}
        className="flex items-center gap-2 rounded-md px-1 py-0.5"
      >
        <Mark />
        <span className="min-w-0 leading-4">
          <span className="block truncate font-semibold text-sm">TraderLaunchpad</span>
          <span className="block text-muted text-xs">Integrations</span>
        </span>
      </Link>
      <div className="flex items-center gap-1">
        <Button onClick={openCommand} className="min-w-0 flex-1 justify-start px-2 text-muted">
          <Search aria-hidden />
          <span className="flex-1 text-left">Go to…</span>
          <kbd className="font-mono text-xs">Ctrl K</kbd>
        </Button>
        {bell}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-0.5">
        <Nav onNavigate={() => setMenuOpen(false)} />
      </div>
      <UserMenu user={user} onNavigate={() => setMenuOpen(false)} />
    </div>
  );

  return (
    <RoleProvider role={user.role}>
      <div className="md:grid md:grid-cols-[208px_minmax(0,1fr)]">
        <a
          href="#content"
          className="sr-only z-[70] rounded-md bg-accent px-3 py-2 text-accent-foreground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to content
        </a>
        <aside className="sticky top-0 hidden h-dvh border-r bg-surface md:block">
          {rail(<Bell />)}
        </aside>
        <header className="sticky top-0 z-40 flex h-12 items-center gap-2 border-b bg-surface px-2 md:hidden">
          <RadixDialog.Root open={menuOpen} onOpenChange={setMenuOpen}>
            <RadixDialog.Trigger asChild>
              <Button variant="ghost" size="icon" aria-label="Open the menu">
                <Menu aria-hidden />
              </Button>
            </RadixDialog.Trigger>
            <RadixDialog.Portal>
              <RadixDialog.Overlay {...overlayProps} />
              <RadixDialog.Content
                aria-describedby={undefined}
                className="fixed inset-y-0 left-0 z-50 w-64 border-r bg-surface shadow-xl"
              >
                <RadixDialog.Title className="sr-only">Menu</RadixDialog.Title>
                {rail()}
              </RadixDialog.Content>
            </RadixDialog.Portal>
          </RadixDialog.Root>
          <Mark className="size-5" />
          <span className="flex-1 truncate font-semibold text-sm">
            TraderLaunchpad Integrations
          </span>
          <Bell />
          <Button
            variant="ghost"
            size="icon"
            aria-label="Go to a page or an id"
            onClick={openCommand}
          >
            <Search aria-hidden />
          </Button>
        </header>
        <main id="content" tabIndex={-1} className="min-w-0 outline-none">
          {children}
        </main>
        <AnnounceUnread />
        <CommandMenu open={commandOpen} onOpenChange={setCommandOpen} />
      </div>
    </RoleProvider>
  );
}
