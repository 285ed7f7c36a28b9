"use client";

import { createContext, type ReactNode, useContext } from "react";
import { UnavailableButton } from "@/components/ui/unavailable-button";
import { type Permission, type Role, roleMay, roleRefusal } from "@/lib/auth/permissions";

/** Until it is known, the least: what is shown too late is better than what is refused. */
const RoleContext = createContext<Role>("viewer");

/** Tells what is below whose session this is. The server decides; this only spares a refusal. */
export function RoleProvider({ role, children }: { role: Role; children: ReactNode }) {
  return <RoleContext value={role}>{children}</RoleContext>;
}

/** Why the signed-in person may not do something, with whom to ask; null when they may. */
export function useRefusal(permission: Permission): string | null {
  const role = useContext(RoleContext);
  return roleMay(role, permission) ? null : roleRefusal(role, permission);
}

/** Whether the signed-in person may do something. */
export function usePermission(permission: Permission): boolean {
  return useRefusal(permission) === null;
}

/**
 * What only those see who may do something. For the others nothing, or with `instead` a button of that
 * label that says why it does not work.
 */
export function Allowed({
  to,
  instead,
  size,
  children,
}: {
  to: Permission;
  instead?: ReactNode;
  size?: "sm" | "md";
  children: ReactNode;
}) {
  const refusal = useRefusal(to);
  if (refusal === null) return children;
  if (instead === undefined) return null;
  return (
    <UnavailableButton reason={refusal} size={size}>
      {instead}
    </UnavailableButton>
  );
}

/**
 * Around a form, or a list of commands: who may not use it sees it with the reason, and every control
 * in it is off.
 */
export function ReadOnlyUnless({ may, children }: { may: Permission; children: ReactNode }) {
  const refusal = useRefusal(may);
  if (refusal === null) return children;
  return (
    <fieldset disabled className="flex min-w-0 flex-col gap-2">
      <legend className="mb-2 text-muted text-sm">{refusal}</legend>
      {children}
    </fieldset>
  );
}

/** A line for those who see a page or a form and may not change it; nothing for the others. */
export function ReadOnlyNote({
  permission,
  className,
}: {
  permission: Permission;
  className?: string;
}) {
  const refusal = useRefusal(permission);
  if (refusal === null) return null;
  return <p className={`text-muted text-sm ${className ?? ""}`}>{refusal}</p>;
}
