import { beforeEach, expect } from "vitest";
import { POST as accept } from "@/app/api/access/accept-invitation/route";
import { POST as authPost } from "@/app/api/auth/[...all]/route";
import type { Actor } from "@/lib/auth/actor";
import { createOwner } from "@/lib/auth/create-owner";
import type { Role } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { invite } from "@/lib/people/invitations";
import { askAsPage as ask } from "./browser";
import { withTestDatabase } from "./database";

export const ownerInput = { email: "owner@example.com", password: "correct horse" };
export const eve = { email: "eve@example.com", password: "a battery staple" };

/** The only person who is there when a test begins. */
export let owner: Extract<Actor, { kind: "user" }>;

/** For each test of a file an instance with an owner and nobody else. */
export function withOwner(environment: Record<string, string> = {}): void {
  withTestDatabase(environment);

  beforeEach(async () => {
    await db().$transaction([
      db().user.deleteMany(),
      db().accessLink.deleteMany(),
      db().auditEntry.deleteMany(),
    ]);
    const { id, email } = await createOwner(ownerInput);
    owner = { kind: "user", id, email, role: "owner" };
  });
}

export const signIn = (person: { email: string; password: string }, cookie = "") =>
  authPost(ask("/api/auth/sign-in/email", person, cookie));

export const tokenOf = ({ url }: { url: string }) => url.split("/").at(-1) ?? "";

/** Invites somebody, who accepts. Returns their id. */
export async function add(role: Role, person = eve): Promise<string> {
  const invitation = await invite({ actor: owner, input: { email: person.email, role } });
  const answer = await accept(
    ask("/api/access/accept-invitation", { token: tokenOf(invitation), password: person.password }),
  );
  expect(answer.status).toBe(200);
  const { id } = await db().user.findUniqueOrThrow({ where: { email: person.email } });
  return id;
}

/** What the audit log has, the oldest first. */
export const actions = async () =>
  (await db().auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);
