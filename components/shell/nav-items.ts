import {
  Bell,
  Blocks,
  Inbox,
  LayoutDashboard,
  type LucideIcon,
  Play,
  ScrollText,
  Send,
  Settings,
  ShoppingCart,
  Workflow,
} from "lucide-react";
import type { Permission } from "@/lib/auth/permissions";

export type NavItem = { href: string; label: string; icon: LucideIcon };

export const navItems: readonly NavItem[] = [
  { href: "/", label: "Overview", icon: LayoutDashboard },
  { href: "/scenarios", label: "Scenarios", icon: Workflow },
  { href: "/deliveries", label: "Deliveries", icon: Send },
  { href: "/runs", label: "Runs", icon: Play },
  { href: "/orders", label: "Orders", icon: ShoppingCart },
  { href: "/apps", label: "Apps", icon: Blocks },
  { href: "/inbox", label: "Test inbox", icon: Inbox },
  { href: "/settings", label: "Settings", icon: Settings },
];

/** Pages that the command menu leads to as well. */
export const otherPages: readonly (NavItem & { needs?: Permission })[] = [
  { href: "/notifications", label: "Notifications", icon: Bell },
  { href: "/audit", label: "Audit log", icon: ScrollText, needs: "audit:read" },
];

export function isCurrent(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
