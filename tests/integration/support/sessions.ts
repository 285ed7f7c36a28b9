import { randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { request } from "./client";
import type { Product } from "./product";

/** Headers of a signed-in person's browser on the product's own pages. */
export interface SessionHeaders extends Record<string, string> {
  cookie: string;
  origin: string;
}

/** Signing in is limited: each product's sessions are made once. */
const made = new WeakMap<Product, Map<string, Promise<SessionHeaders>>>();

function once(product: Product, name: string, make: () => Promise<SessionHeaders>) {
  const sessions = made.get(product) ?? new Map<string, Promise<SessionHeaders>>();
  made.set(product, sessions);
  const session = sessions.get(name) ?? make();
  sessions.set(name, session);
  return session;
}

async function signIn(
  { url }: Product,
  body: { email: string; password: string },
): Promise<SessionHeaders> {
  const answer = await request(url, "/api/auth/sign-in/email", {
    method: "POST",
    headers: { origin: url },
    body,
  });
  if (answer.status !== 200) throw new Error(`${body.email}: ${answer.status} ${answer.text}`);
  const cookie = (answer.headers["set-cookie"] ?? []).map((text) => text.split(";")[0]).join("; ");
  return { cookie, origin: url };
}

/** The session of the owner. */
export function ownerSession(product: Product): Promise<SessionHeaders> {
  return once(product, "owner", () => signIn(product, product.admin));
}

/** The session of somebody with a role, who is put straight into the database. */
export function sessionOf(product: Product, role: "editor" | "viewer"): Promise<SessionHeaders> {
  return once(product, role, async () => {
    const id = `usr_test_${role}`;
    const person = { email: `${role}@example.com`, password: randomUUID() };
    await product.db.query(
      `insert into users (id, name, email, role, updated_at) values ($1, $2, $3, $2, now())`,
      [id, role, person.email],
    );
    await product.db.query(
      `insert into accounts (id, account_id, provider_id, user_id, password, updated_at)
       values ($1, $2, 'credential', $2, $3, now())`,
      [`acc_test_${role}`, id, await hashPassword(person.password)],
    );
    return signIn(product, person);
  });
}
