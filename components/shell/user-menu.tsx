"use client";

import { ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import Link from "next/link";
import { useTheme } from "next-themes";
import { toast } from "sonner";
import { apiFetch, problemText } from "@/components/api";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Role } from "@/lib/auth/permissions";

export type ShellUser = { name: string; email: string; role: Role };

export async function signOut() {
  try {
    await apiFetch("/api/auth/sign-out", { method: "POST", body: {} });
    // A full load, so that nothing of the account stays in memory.
    window.location.assign("/sign-in");
  } catch (error) {
    toast.error(`You are still signed in: ${problemText(error)}`);
  }
}

export function UserMenu({ user, onNavigate }: { user: ShellUser; onNavigate?: () => void }) {
  const { theme, setTheme } = useTheme();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          className="w-full justify-start gap-2 px-2"
          aria-label={`Account of ${user.name}`}
        >
          <span
            aria-hidden
            className="grid size-5 place-items-center rounded-full bg-accent-soft font-semibold text-accent text-xs uppercase"
          >
            {user.name.slice(0, 1)}
          </span>
          <span className="min-w-0 flex-1 truncate text-left">{user.name}</span>
          <ChevronsUpDown aria-hidden className="text-muted" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top" className="w-56">
        <DropdownMenuLabel className="truncate">
          {user.email} · {user.role}
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>Theme</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme ?? "system"} onValueChange={setTheme}>
          <DropdownMenuRadioItem value="light">
            <Sun aria-hidden /> Light
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="dark">
            <Moon aria-hidden /> Dark
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="system">
            <Monitor aria-hidden /> As the system
          </DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/settings#account" onClick={onNavigate}>
            <UserRound aria-hidden /> Your account
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={signOut}>
          <LogOut aria-hidden /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
