import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { withTestDatabase } from "./support/database";

const OLD = "the old master secret of the tests";
const NEW = "the new master secret of the tests";

withTestDatabase();

/** The modules as another process has them, started with these variables. */
async function started(appSecret: string, previous?: string) {
  vi.resetModules();
  process.env.APP_SECRET = appSecret;
  delete process.env.APP_SECRET_PREVIOUS;
  if (previous !== undefined) process.env.APP_SECRET_PREVIOUS = previous;
  const [{ db }, store, rotation] = await Promise.all([
    import("@/lib/db"),
    import("@/lib/secrets/store"),
    import("@/lib/secrets/rotate-master-key"),
  ]);
  const put = (value: string) => store.storeSecret(db(), { scenarioId: null, value });
  const read = (id: string) => store.readSecret(db(), id);
  return { db: db(), put, read, ...rotation };
}

afterAll(() => {
  delete process.env.APP_SECRET_PREVIOUS;
});

beforeEach(async () => {
  const { db } = await started(OLD);
  await db.secret.deleteMany();
});

describe("the second steps of a sign-in", () => {
  /** As better-auth encrypts with what it is configured with, and reads. */
  async function withAuth(appSecret: string, previous?: string) {
    const { db } = await started(appSecret, previous);
    const [{ authSecrets }, steps, { symmetricEncrypt, symmetricDecrypt }] = await Promise.all([
      import("@/lib/secrets/auth-secrets"),
      import("@/lib/secrets/rotate-second-steps"),
      import("better-auth/crypto"),
    ]);
    const { secrets, secret } = authSecrets();
    const keys = new Map(secrets.map(({ version, value }) => [version, value]));
    const key = { keys, currentVersion: secrets[0].version, legacySecret: secret };
    return {
      ...{ db, ...steps, secret },
      seal: (data: string) => symmetricEncrypt({ key, data }),
      open: (data: string) => symmetricDecrypt({ key, data }),
      bare: (data: string) => symmetricEncrypt({ key: secret, data }),
    };
  }

  it("are read with either key, and encrypted anew with their backup codes", async () => {
    const old = await withAuth(OLD);
    const user = { email: "a@example.com", name: "A", updatedAt: new Date() };
    await old.db.user.create({ data: { id: "usr_a", ...user } });
    const put = async (id: string, secret: string, backupCodes: string) =>
      old.db.twoFactor.create({ data: { id, userId: "usr_a", secret, backupCodes } });
    await put("two_a", await old.seal("totp of a"), await old.seal("codes of a"));
    // As before keys had versions.
    await put("two_b", await old.bare("totp of b"), await old.bare("codes of b"));
    const lost = await withAuth("a third master secret of the tests");
    await put("two_c", await lost.seal("totp of c"), await lost.seal("codes of c"));

    const both = await withAuth(NEW, OLD);
    const rowOf = (id: string) => both.db.twoFactor.findUniqueOrThrow({ where: { id } });
    expect(await both.open((await rowOf("two_a")).secret)).toBe("totp of a");
    expect(await both.open((await rowOf("two_b")).backupCodes)).toBe("codes of b");
    expect(await both.rotateSecondSteps()).toEqual({ rotated: 2, unreadable: ["two_c"] });
    expect(await both.rotateSecondSteps()).toEqual({ rotated: 0, unreadable: ["two_c"] });
    const after = await withAuth(NEW);
    for (const name of ["a", "b"]) {
      const { secret, backupCodes } = await rowOf(`two_${name}`);
      expect(await after.open(secret)).toBe(`totp of ${name}`);
      expect(await after.open(backupCodes)).toBe(`codes of ${name}`);
    }
  });
});

describe("while the master key is changed", () => {
  it("secrets of either key are read, whichever of the two is the new one", async () => {
    const a = await (await started(OLD)).put("of the old key");
    const both = await started(NEW, OLD);
    const b = await both.put("of the new key");
    expect([await both.read(a), await both.read(b)]).toEqual(["of the old key", "of the new key"]);
    const turned = await started(OLD, NEW);
    expect(await turned.read(b)).toBe("of the new key");
    await expect((await started(OLD)).read(b)).rejects.toThrow("can't be read");
    await expect((await started(NEW)).read(a)).rejects.toThrow("can't be read");
  });

  it("all are encrypted anew, in batches, and the old key is needed no more", async () => {
    const old = await started(OLD);
    const ids: string[] = [];
    for (let n = 0; n < 450; n++) ids.push(await old.put(`value ${n}`));
    const both = await started(NEW, OLD);
    ids.push(await both.put("value 450"));
    expect(await both.countSecrets()).toEqual({ total: 451, stale: 450 });
    const seen: number[] = [];
    const done = await both.rotateMasterKey(({ rotated }) => seen.push(rotated));
    expect(done).toEqual({ rotated: 450, unreadable: [] });
    expect(seen).toEqual([200, 400, 450]);
    expect(await both.countSecrets()).toEqual({ total: 451, stale: 0 });
    expect(await both.rotateMasterKey()).toEqual({ rotated: 0, unreadable: [] });
    const after = await started(NEW);
    for (const n of [0, 199, 200, 449, 450])
      expect(await after.read(ids[n] ?? "")).toBe(`value ${n}`);
  });

  it("goes on where it was interrupted", async () => {
    const old = await started(OLD);
    for (let n = 0; n < 250; n++) await old.put(`value ${n}`);
    const both = await started(NEW, OLD);
    const stop = () => {
      throw new Error("killed");
    };
    await expect(both.rotateMasterKey(stop)).rejects.toThrow("killed");
    expect(await both.countSecrets()).toEqual({ total: 250, stale: 50 });
    expect(await both.rotateMasterKey()).toEqual({ rotated: 50, unreadable: [] });
  });

  it("what neither key opens is named, left, and no hindrance", async () => {
    const third = await started("a third master secret of the tests");
    const lost = await third.put("lost");
    const old = await started(OLD);
    const kept = await old.put("kept");
    const { ciphertext } = await old.db.secret.findUniqueOrThrow({ where: { id: kept } });
    const both = await started(NEW, OLD);
    expect(await both.rotateMasterKey()).toEqual({ rotated: 1, unreadable: [lost] });
    expect(await both.read(kept)).toBe("kept");
    const now = await both.db.secret.findUniqueOrThrow({ where: { id: kept } });
    expect(now.ciphertext).not.toBe(ciphertext);
    const found = await (await started("a third master secret of the tests")).read(lost);
    expect(found).toBe("lost");
  });
});
