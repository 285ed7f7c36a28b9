import type { Role, Scope } from "@/lib/auth/permissions";

/** Who asks for something: a person with a session, a program with a key, or the product itself. */
export type Actor =
  | { kind: "user"; id: string; email: string; role: Role }
  | { kind: "apiKey"; id: string; name: string; scopes: readonly Scope[] }
  | { kind: "system"; id: null };

/** The product itself: functions, sweepers, scripts run by the operator. */
export const systemActor: Actor = { kind: "system", id: null };
