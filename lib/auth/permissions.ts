import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/http/errors";

/** What people can be here; each role may also do what those before it may. */
export const roles = ["viewer", "editor", "owner"] as const;
export type Role = (typeof roles)[number];

/** What an API key can be made for. None includes another: a key that only writes can't read. */
export const scopes = ["read", "orders:write", "scenarios:write", "deliveries:write"] as const;
export type Scope = (typeof scopes)[number];

interface Rule {
  /** The least role with which a person may. */
  role: Role;
  /** The scope with which a key may; "any" for every valid key, null where no key ever may. */
  scope: Scope | "any" | null;
  /** What it is, to be read after "may" or "can't". */
  todo: string;
}

/** What each scope lets a key do, for whoever makes one. */
export const scopeTexts: Readonly<Record<Scope, string>> = {
  read: "See scenarios, orders, runs, deliveries, test inboxes, notifications and settings, and export deliveries.",
  "orders:write": "Create orders.",
  "scenarios:write":
    "Create, change, test, activate and delete scenarios, and change test inboxes.",
  "deliveries:write":
    "Resend, replay and cancel deliveries, retry runs, send missed events and resume targets.",
};

/** The one table of who may do what. Every route names one of these, and screens ask for the same. */
export const permissions = {
  "signed-in": { role: "viewer", scope: "any", todo: "use this API" },
  read: { role: "viewer", scope: "read", todo: "see what is here" },
  "orders:write": { role: "editor", scope: "orders:write", todo: "create orders" },
  "scenarios:write": { role: "editor", scope: "scenarios:write", todo: "change scenarios" },
  "inboxes:write": { role: "editor", scope: "scenarios:write", todo: "change test inboxes" },
  "deliveries:write": {
    role: "editor",
    scope: "deliveries:write",
    todo: "resend, replay or cancel deliveries",
  },
  "audit:read": { role: "editor", scope: null, todo: "read the audit log" },
  "audit:export": { role: "owner", scope: null, todo: "export the audit log" },
  /** One's own name, password and sessions. */
  account: { role: "viewer", scope: null, todo: "manage a person's own account" },
  "keys:manage": { role: "owner", scope: null, todo: "manage API keys" },
  "people:manage": { role: "owner", scope: null, todo: "manage people" },
  "settings:write": { role: "owner", scope: null, todo: "change settings" },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof permissions;

/** The role that a stored text stands for. What is not known counts as the least of them. */
export function roleOf(text: string | null | undefined): Role {
  return roles.find((role) => role === text) ?? "viewer";
}

/** The scopes that stored texts stand for; what is not known allows nothing. */
export function scopesOf(texts: readonly string[]): Scope[] {
  return scopes.filter((scope) => texts.includes(scope));
}

/** Whether people of a role may do something. */
export function roleMay(role: Role, permission: Permission): boolean {
  return roles.indexOf(role) >= roles.indexOf(permissions[permission].role);
}

/** Whether someone may do something. The product itself may do everything. */
export function may(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "user") return roleMay(actor.role, permission);
  const { scope }: Rule = permissions[permission];
  return scope === "any" || (scope !== null && actor.scopes.includes(scope));
}

/** Throws `forbidden`, with what is needed and whom to ask, unless someone may do something. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  throw new AppError("forbidden", refusal(actor, permission));
}

function refusal(actor: Actor, permission: Permission): string {
  if (actor.kind === "user") return roleRefusal(actor.role, permission);
  const { scope, todo }: Rule = permissions[permission];
  return scope === null
    ? `An API key can't ${todo}. Sign in to do this.`
    : `This API key can't ${todo}: it needs the scope ${scope}. Ask an owner for a key that has it.`;
}

/** Why people of a role can't do something, and whom to ask; for errors and disabled controls alike. */
export function roleRefusal(role: Role, permission: Permission): string {
  const { todo, role: needed }: Rule = permissions[permission];
  const who = role === "editor" ? "An editor" : "A viewer";
  return needed === "owner"
    ? `${who} can't ${todo}. Ask an owner to do it.`
    : `${who} can't ${todo}. Ask an owner to make you an editor.`;
}
