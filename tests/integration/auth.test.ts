import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as authGet, POST as authPost } from "@/app/api/auth/[...all]/route";
import { POST as setup } from "@/app/api/setup/route";
import { DELETE as deleteKey } from "@/app/api/v1/api-keys/[id]/route";
import { GET as listKeys, POST as postKey } from "@/app/api/v1/api-keys/route";
import { systemActor } from "@/lib/auth/actor";
import { createApiKey } from "@/lib/auth/api-keys/create";
import { createOwner } from "@/lib/auth/create-owner";
import { ensureAdminFromEnv } from "@/lib/auth/ensure-admin";
import { ownerExists } from "@/lib/auth/owner-exists";
import { requireActor } from "@/lib/auth/require-actor";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import { ask, cookieOf } from "./support/browser";
import { withTestDatabase } from "./support/database";

const owner = { email: "Owner@Example.com", password: "correct horse" };
const noParams = { params: Promise.resolve({}) };
let base = "";

withTestDatabase();

beforeAll(() => {
  base = env().appUrl;
});

beforeEach(async () => {
  await db().$transaction([
    db().user.deleteMany(),
    db().apiKey.deleteMany(),
    db().auditEntry.deleteMany(),
  ]);
});

async function signIn(): Promise<string> {
  await createOwner(owner);
  const response = await authPost(
    ask("/api/auth/sign-in/email", { body: owner, headers: { origin: base } }),
  );
  expect(response.status).toBe(200);
  return cookieOf(response);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return (error as { code?: string } | null)?.code ?? "none";
}

describe("the first set-up", () => {
  it("creates the owner, signs in, and happens once", async () => {
    expect(await ownerExists()).toBe(false);
    const response = await setup(ask("/api/setup", { body: { ...owner, name: "Ann" } }));
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ name: "Ann", email: "owner@example.com" });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).not.toMatch(/Secure/);
    const actor = await requireActor(ask("/", { headers: { cookie: cookieOf(response) } }));
    expect(actor).toMatchObject({ kind: "user", email: "owner@example.com", role: "owner" });

    const second = await setup(ask("/api/setup", { body: { ...owner, email: "b@example.com" } }));
    expect(second.status).toBe(409);
    expect(await db().user.count()).toBe(1);
    expect(await db().auditEntry.count({ where: { action: "owner.created" } })).toBe(1);
  });

  it("has one winner of many at once", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        createOwner({ email: `u${index}@example.com`, password: "12345678" }),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db().user.count()).toBe(1);
  });

  it.each([
    [{ ...owner, role: "owner" }, "role"],
    [{ ...owner, email: "nobody" }, "email"],
    [{ ...owner, password: "1234567" }, "password"],
    [{ ...owner, password: "x".repeat(129) }, "password"],
    [{ email: owner.email }, "password"],
    [{ ...owner, name: "a\u0000b" }, "name"],
  ])("refuses %j, naming the field", async (body, path) => {
    const response = await setup(ask("/api/setup", { body }));
    expect(response.status).toBe(400);
    expect((await response.json()).errors[0].path).toBe(path);
    expect(await ownerExists()).toBe(false);
  });

  it.each([
    { origin: "http://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { origin: "http://evil.example", "sec-fetch-site": "same-origin" },
  ])("refuses another site's page: %j", async (headers) => {
    const sent = headers as unknown as Record<string, string>;
    expect((await setup(ask("/api/setup", { body: owner, headers: sent }))).status).toBe(403);
    expect(await ownerExists()).toBe(false);
  });

  it("refuses what is not JSON", async () => {
    const request = (body: string, type: string) =>
      new Request(`${base}/api/setup`, { method: "POST", body, headers: { "content-type": type } });
    expect((await setup(request(JSON.stringify(owner), "text/plain"))).status).toBe(415);
    expect((await setup(request("{", "application/json"))).status).toBe(400);
    expect((await setup(request("x".repeat(20_000), "application/json"))).status).toBe(413);
  });

  it("can come from the configuration, once", async () => {
    Object.assign(env(), { ADMIN_EMAIL: "admin@example.com", ADMIN_PASSWORD: "password-1" });
    try {
      await ensureAdminFromEnv();
      await ensureAdminFromEnv();
    } finally {
      Object.assign(env(), { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined });
    }
    expect(await db().user.findMany()).toMatchObject([{ email: "admin@example.com" }]);
  });
});

describe("a session", () => {
  it("signs in, is known, and signs out", async () => {
    const cookie = await signIn();
    expect(await requireActor(ask("/", { headers: { cookie } }))).toMatchObject({ kind: "user" });
    const session = await authGet(ask("/api/auth/get-session", { headers: { cookie } }));
    expect((await session.json()).user.email).toBe("owner@example.com");
    const out = await authPost(
      ask("/api/auth/sign-out", { body: {}, headers: { cookie, origin: base } }),
    );
    expect(out.status).toBe(200);
    expect(await codeOf(requireActor(ask("/", { headers: { cookie } })))).toBe("unauthenticated");
  });

  it("has an id with a prefix, as the owner and the owner's account have", async () => {
    await signIn();
    const user = await db().user.findFirstOrThrow({ include: { accounts: true, sessions: true } });
    expect(user).toMatchObject({
      id: expect.stringMatching(/^usr_[0-9a-z]{26}$/),
      accounts: [{ id: expect.stringMatching(/^acc_[0-9a-z]{26}$/) }],
      sessions: [{ id: expect.stringMatching(/^ses_[0-9a-z]{26}$/) }],
    });
  });

  it("needs the right password", async () => {
    await createOwner(owner);
    const body = { email: owner.email, password: "wrong horse" };
    expect((await authPost(ask("/api/auth/sign-in/email", { body }))).status).toBe(401);
  });

  it("changes something only from the product's own pages", async () => {
    const cookie = await signIn();
    const tryWith = (headers: Record<string, string>, method = "POST") =>
      codeOf(requireActor(ask("/", { method, headers: { cookie, ...headers } })));
    expect(await tryWith({ origin: base })).toBe("none");
    expect(await tryWith({ "sec-fetch-site": "same-origin" })).toBe("none");
    expect(await tryWith({}, "GET")).toBe("none");
    expect(await tryWith({ origin: "http://evil.example" }, "GET")).toBe("none");
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect(await tryWith({}, method)).toBe("forbidden");
      expect(await tryWith({ origin: "http://evil.example" }, method)).toBe("forbidden");
    }
    expect(await tryWith({ origin: "null", "sec-fetch-site": "cross-site" })).toBe("forbidden");
    expect(await tryWith({ "sec-fetch-site": "same-site" })).toBe("forbidden");
  });

  it.each(["tli.session_token=x", "tli.session_token=%E0%A4%A", "=;;", "tli.session_token=a.b"])(
    "is not made up by the cookie %j",
    async (cookie) => {
      expect(await codeOf(requireActor(ask("/", { headers: { cookie } })))).toBe("unauthenticated");
    },
  );

  it("is not given to whoever tries too often", async () => {
    await createOwner(owner);
    const headers = { "x-forwarded-for": "192.0.2.7" };
    // At once: while passwords are looked at, the limit fills up again. Of many accounts: how often one's
    // may be tried is another limit.
    const answers = await Promise.all(
      Array.from({ length: 21 }, (_, index) => {
        const body = { email: `person${index}@example.com`, password: "wrong horse" };
        return authPost(ask("/api/auth/sign-in/email", { body, headers }));
      }),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(20);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it.each(["/sign-up/email", "/update-user", "/delete-user", "/request-password-reset", "/x", ""])(
    "has no other address: %s",
    async (path) => {
      expect((await authPost(ask(`/api/auth${path}`, { body: {} }))).status).toBe(404);
      expect((await authGet(ask(`/api/auth${path}`))).status).toBe(404);
      expect(await db().user.count()).toBe(0);
    },
  );
});

describe("an API key", () => {
  it("is created by a person, works, is listed without itself, and can be revoked", async () => {
    const headers = { cookie: await signIn(), origin: base };
    const created = await postKey(
      ask("/api/v1/api-keys", { body: { name: " CI " }, headers }),
      noParams,
    );
    expect(created.status).toBe(201);
    const { id, name, prefix, key, createdAt } = await created.json();
    expect({ name, prefix }).toEqual({ name: "CI", prefix: key.slice(0, 12) });
    expect(new Date(createdAt).toISOString()).toBe(createdAt);
    expect(JSON.stringify(await db().apiKey.findMany())).not.toContain(key);

    const authorization = `Bearer ${key}`;
    // A program sends no Origin, and needs none.
    expect(await requireActor(ask("/", { method: "POST", headers: { authorization } }))).toEqual({
      kind: "apiKey",
      id,
      name: "CI",
      scopes: ["read"],
    });
    await expect
      .poll(async () => (await db().apiKey.findUnique({ where: { id } }))?.lastUsedAt)
      .toBeInstanceOf(Date);

    const listed = await (await listKeys(ask("/api/v1/api-keys", { headers }), noParams)).text();
    expect(JSON.parse(listed).items).toMatchObject([
      { id, name: "CI", prefix, createdAt, scopes: ["read"], expiresAt: null },
    ]);
    expect(listed).not.toContain(key);

    const segment = { params: Promise.resolve({ id }) };
    const revoke = () => deleteKey(ask("/x", { method: "DELETE", headers }), segment);
    expect((await revoke()).status).toBe(204);
    expect((await revoke()).status).toBe(404);
    expect(await codeOf(requireActor(ask("/", { headers: { authorization } })))).toBe(
      "unauthenticated",
    );
    const actions = await db().auditEntry.findMany({ where: { targetId: id } });
    expect(actions.map(({ action }) => action).sort()).toEqual([
      "apiKey.created",
      "apiKey.revoked",
    ]);
  });

  it("can't manage keys itself", async () => {
    const { id, key } = await createApiKey({ actor: systemActor, input: { name: "script" } });
    const headers = { authorization: `Bearer ${key}` };
    const segment = { params: Promise.resolve({ id }) };
    const answers = [
      await postKey(ask("/x", { body: { name: "heir" }, headers }), noParams),
      await listKeys(ask("/x", { headers }), noParams),
      await deleteKey(ask("/x", { method: "DELETE", headers }), segment),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await db().apiKey.count()).toBe(1);
  });

  it.each(["Bearer", "Bearer x", "Bearer a b", `Bearer tli_${"A".repeat(43)}`, "Basic eDp5", "x"])(
    "is refused with 401: %j",
    async (authorization) => {
      const response = await listKeys(ask("/x", { headers: { authorization } }), noParams);
      expect(response.status).toBe(401);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
    },
  );

  it("is made with the scopes and the end that were asked for, each scope once", async () => {
    const headers = { cookie: await signIn(), origin: base };
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const body = { name: "Shop", scopes: ["orders:write", "read", "orders:write"], expiresAt };
    const created = await (await postKey(ask("/x", { body, headers }), noParams)).json();
    expect(created).toMatchObject({ scopes: ["read", "orders:write"], expiresAt });
    const authorization = `Bearer ${created.key}`;
    expect(await requireActor(ask("/", { headers: { authorization } }))).toMatchObject({
      scopes: ["read", "orders:write"],
    });
    const [entry] = await db().auditEntry.findMany({ where: { targetId: created.id } });
    expect(JSON.parse(entry?.detail ?? "")).toEqual({
      name: "Shop",
      scopes: ["read", "orders:write"],
      expiresAt,
    });
  });

  it("is refused from the moment it expires, and stays in the list", async () => {
    const headers = { cookie: await signIn(), origin: base };
    const { id, key } = await createApiKey({ actor: systemActor, input: { name: "old" } });
    const authorization = `Bearer ${key}`;
    expect(await codeOf(requireActor(ask("/", { headers: { authorization } })))).toBe("none");
    await db().apiKey.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await codeOf(requireActor(ask("/", { headers: { authorization } })))).toBe(
      "unauthenticated",
    );
    const listed = await (await listKeys(ask("/x", { headers }), noParams)).json();
    expect(listed.items).toMatchObject([{ id, expiresAt: expect.any(String) }]);
  });

  it("is listed with who made it, and whether they are an owner still", async () => {
    const headers = { cookie: await signIn(), origin: base };
    const eve = { id: newId("user"), name: "Eve", email: "eve@example.com" };
    await db().user.create({ data: { ...eve, role: "owner" } });
    const actor = { kind: "user", id: eve.id, email: eve.email, role: "owner" } as const;
    await createApiKey({ actor: systemActor, input: { name: "script" } });
    await createApiKey({ actor, input: { name: "hers" } });
    const makers = async () => {
      const listed = await (await listKeys(ask("/x", { headers }), noParams)).json();
      return listed.items.map(({ createdBy }: { createdBy: unknown }) => createdBy);
    };
    expect(await makers()).toEqual([{ email: eve.email, isOwner: true }, null]);
    await db().user.update({ where: { id: eve.id }, data: { role: "editor" } });
    expect(await makers()).toEqual([{ email: eve.email, isOwner: false }, null]);
    await db().user.delete({ where: { id: eve.id } });
    expect(await makers()).toEqual([{ email: eve.email, isOwner: false }, null]);
    // An entry from before names were kept.
    await db().auditEntry.updateMany({ data: { actorName: null } });
    expect(await makers()).toEqual([{ email: null, isOwner: false }, null]);
  });

  it("that is wrong is not made up for by a cookie", async () => {
    const cookie = await signIn();
    const headers = { cookie, authorization: "Bearer x" };
    expect(await codeOf(requireActor(ask("/", { headers })))).toBe("unauthenticated");
  });

  it.each([
    [{}, "name"],
    [{ name: "" }, "name"],
    [{ name: "x", prefix: "tli_" }, "prefix"],
    [{ name: "x", actor: { kind: "system" } }, "actor"],
    [{ name: "x".repeat(101) }, "name"],
    [{ name: "x", scopes: [] }, "scopes"],
    [{ name: "x", scopes: ["read", "everything"] }, "scopes.1"],
    [{ name: "x", scopes: "read" }, "scopes"],
    [{ name: "x", expiresAt: "tomorrow" }, "expiresAt"],
    [{ name: "x", expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
    [{ name: "x", expiresAt: "9999-12-31T23:59:59-12:00" }, "expiresAt"],
  ])("is not created from %j", async (body, path) => {
    const headers = { cookie: await signIn(), origin: base };
    const response = await postKey(ask("/x", { body, headers }), noParams);
    expect(response.status).toBe(400);
    expect((await response.json()).errors[0].path).toBe(path);
  });
});
