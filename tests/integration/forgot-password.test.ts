import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { POST as forgot } from "@/app/api/access/forgot-password/route";
import { POST as reset } from "@/app/api/access/reset-password/route";
import { POST as authPost } from "@/app/api/auth/[...all]/route";
import type { Actor } from "@/lib/auth/actor";
import { createOwner } from "@/lib/auth/create-owner";
import { requireActor } from "@/lib/auth/require-actor";
import { db } from "@/lib/db";
import { makeResetLink } from "@/lib/people/manage-person";
import { type MailServer, startMailServer } from "../fixtures/mail-server";
import { askAsPage as ask, cookieOf } from "./support/browser";
import { withTestDatabase } from "./support/database";
import { eventually } from "./support/eventually";

const owner = { email: "owner@example.com", password: "correct horse" };
const nobody = "nobody@example.com";

let mail: MailServer;
let actor: Extract<Actor, { kind: "user" }>;

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
});

withTestDatabase({
  APP_URL: "https://hooks.example.com",
  MAIL_FROM: "Integrations <integrations@example.com>",
});

beforeAll(async () => {
  mail = await startMailServer({ user: "mailer", password: "secret" });
  process.env.SMTP_URL = `smtp://mailer:secret@127.0.0.1:${mail.port}`;
});

afterAll(() => mail.close());

beforeEach(async () => {
  mail.mails.length = 0;
  await db().$transaction([db().user.deleteMany(), db().auditEntry.deleteMany()]);
  const { id, email } = await createOwner(owner);
  actor = { kind: "user", id, email, role: "owner" };
});

const askFor = async (email: string) => (await forgot(ask("/x", { email }))).json();
const setPassword = async (url: string, password: string) =>
  (await reset(ask("/x", { token: url.split("/").at(-1), password }))).status;
const signIn = (password: string) =>
  authPost(ask("/api/auth/sign-in/email", { email: owner.email, password }));

async function mailedLink(): Promise<string> {
  const { to, mail: received } = await eventually(() => mail.mails[0], { what: "the mail" });
  expect(to).toEqual([owner.email]);
  return received.text?.match(/https:\S+\/reset\/\S+/)?.[0] ?? "";
}

it("a link is mailed to who is here, and everybody is told the same", async () => {
  expect(await askFor(nobody)).toEqual({ mailed: true });
  expect(await askFor(owner.email)).toEqual({ mailed: true });
  const url = await mailedLink();
  expect(url).toMatch(/^https:\/\/hooks\.example\.com\/reset\//);
  expect(mail.mails).toHaveLength(1);
  expect(JSON.stringify(await db().accessLink.findMany())).not.toContain(url.split("/").at(-1));
  expect(await setPassword(url, "an entirely new one")).toBe(200);
  expect(await setPassword(url, "another new one")).toBe(404);
  expect((await signIn("an entirely new one")).status).toBe(200);
});

it("asked for over and over, it is mailed once and stays good", async () => {
  await askFor(owner.email);
  const url = await mailedLink();
  const asked = () => db().auditEntry.count({ where: { action: "user.resetLinkMailed" } });
  for (let n = 0; n < 3; n++) await askFor(owner.email);
  // In whatever order they are dealt with: now one more is due, and no second.
  await db().accessLink.updateMany({ data: { createdAt: new Date(0) } });
  await askFor(owner.email);
  await eventually(() => mail.mails.length > 1, { what: "the second mail" });
  expect(await asked()).toBe(2);
  expect(await setPassword(url, "an entirely new one")).toBe(404);
});

it("ends no link that an owner has made, and goes with it once a password is set", async () => {
  const { url } = await makeResetLink({ actor, id: actor.id });
  await askFor(owner.email);
  const mailed = await mailedLink();
  expect(await setPassword(url, "an entirely new one")).toBe(200);
  expect(await setPassword(mailed, "yet another one")).toBe(404);
});

it("changing one's own password signs the other devices out, whatever the request says", async () => {
  const [here, there] = [
    cookieOf(await signIn(owner.password)),
    cookieOf(await signIn(owner.password)),
  ];
  const body = { currentPassword: owner.password, newPassword: "an entirely new one" };
  const sent = { ...body, revokeOtherSessions: false };
  const changed = await authPost(ask("/api/auth/change-password", sent, here));
  expect(changed.status).toBe(200);
  const who = (cookie: string) => requireActor(ask("/x", {}, cookie));
  await expect(who(there)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await who(cookieOf(changed))).toMatchObject({ id: actor.id });
  expect(await db().session.count()).toBe(1);
});
