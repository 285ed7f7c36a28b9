import { describe, expect, it } from "vitest";
import { type Actor, systemActor } from "@/lib/auth/actor";
import {
  may,
  type Permission,
  permissions,
  type Role,
  requirePermission,
  roleMay,
  roleOf,
  roleRefusal,
  type Scope,
  scopes,
  scopesOf,
} from "./permissions";

const all = Object.keys(permissions) as Permission[];
const person = (role: Role): Actor => ({ kind: "user", id: "usr_a", email: "a@example.com", role });
const key = (...given: Scope[]): Actor => ({
  kind: "apiKey",
  id: "key_a",
  name: "A",
  scopes: given,
});
const what = (actor: Actor) => all.filter((permission) => may(actor, permission));

describe("who may do what", () => {
  it("owners and the product itself may do everything", () => {
    expect(what(person("owner"))).toEqual(all);
    expect(what(systemActor)).toEqual(all);
  });

  it("editors may not touch keys, people, settings, nor export the audit log", () => {
    expect(all.filter((each) => !what(person("editor")).includes(each))).toEqual([
      "audit:export",
      "keys:manage",
      "people:manage",
      "settings:write",
    ]);
  });

  it("viewers read, and manage their own account", () => {
    expect(what(person("viewer"))).toEqual(["signed-in", "read", "account"]);
  });

  it("a key may what its scopes say, and nothing of what people do", () => {
    expect(what(key())).toEqual(["signed-in"]);
    expect(what(key("read"))).toEqual(["signed-in", "read"]);
    expect(what(key("orders:write"))).toEqual(["signed-in", "orders:write"]);
    expect(what(key("scenarios:write"))).toEqual(["signed-in", "scenarios:write", "inboxes:write"]);
    expect(what(key("deliveries:write"))).toEqual(["signed-in", "deliveries:write"]);
    for (const permission of all.filter((each) => permissions[each].scope === null)) {
      expect(may(key(...scopes), permission), permission).toBe(false);
    }
  });
});

describe("a refusal", () => {
  const refusalOf = (actor: Actor, permission: Permission): string => {
    try {
      requirePermission(actor, permission);
    } catch (error) {
      expect(error).toMatchObject({ code: "forbidden" });
      return (error as { detail: string }).detail;
    }
    return "none";
  };

  it.each([
    [person("viewer"), "orders:write", "Ask an owner to make you an editor."],
    [person("viewer"), "keys:manage", "A viewer can't manage API keys. Ask an owner to do it."],
    [person("editor"), "settings:write", "An editor can't change settings. Ask an owner to do it."],
    [key("read"), "orders:write", "it needs the scope orders:write. Ask an owner"],
    [key(...scopes), "keys:manage", "An API key can't manage API keys. Sign in to do this."],
  ] as const)("of %j for %s says what is needed", (actor, permission, text) => {
    expect(refusalOf(actor, permission)).toContain(text);
  });

  it("is none where someone may, and what screens show beside it is the same", () => {
    expect(refusalOf(person("editor"), "orders:write")).toBe("none");
    for (const permission of all.filter((each) => !roleMay("viewer", each))) {
      expect(refusalOf(person("viewer"), permission)).toBe(roleRefusal("viewer", permission));
    }
  });
});

describe("stored texts", () => {
  it("that are no role or scope allow the least", () => {
    expect(["owner", "editor", "viewer", "admin", "", null, undefined].map(roleOf)).toEqual([
      "owner",
      "editor",
      ...Array.from({ length: 5 }, () => "viewer"),
    ]);
    expect(scopesOf(["orders:write", "everything", "read", "read"])).toEqual([
      "read",
      "orders:write",
    ]);
  });
});
