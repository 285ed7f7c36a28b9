import { beforeEach, describe, expect, it } from "vitest";
import { POST as authPost } from "@/app/api/auth/[...all]/route";
import { getAccount } from "@/lib/account/account";
import { createOwner } from "@/lib/auth/create-owner";
import { db } from "@/lib/db";
import { askAsPage as ask, cookieOf } from "./support/browser";
import { withTestDatabase } from "./support/database";
import { totp } from "./support/totp";

const olive = { email: "olive@example.com", password: "correct horse battery" };
const STEP_MS = 30_000;

withTestDatabase({ LOG_LEVEL: "silent" });

beforeEach(async () => {
  await db().$transaction([
    db().user.deleteMany(),
    db().verification.deleteMany(),
    db().auditEntry.deleteMany(),
  ]);
  await createOwner(olive);
});

const post = (path: string, body: object, cookie = "") =>
  authPost(ask(`/api/auth/${path}`, body, cookie));

/** What somebody has who gave the password and no code yet. */
const halfway = async () => cookieOf(await post("sign-in/email", olive));

/** @returns the key, the recovery codes and the session of who has the second step now */
async function switchOn(code?: (uri: string) => string) {
  const cookie = await halfway();
  const begun = await post("two-factor/enable", { password: olive.password }, cookie);
  const { totpURI: uri, backupCodes } = await begun.json();
  const on = await post("two-factor/verify-totp", { code: (code ?? totp)(uri) }, cookie);
  expect(on.status).toBe(200);
  return { uri, recoveryCodes: backupCodes as string[], cookie: cookieOf(on) };
}

const refusals = async () =>
  (
    await db().auditEntry.findMany({
      where: { action: "session.refused" },
      orderBy: { id: "asc" },
    })
  ).map(({ detail }) => detail);

describe("a code of the app", () => {
  it("that switched the second step on signs nobody in", async () => {
    let code = "";
    await switchOn((uri) => {
      code = totp(uri);
      return code;
    });
    const answer = await post("two-factor/verify-totp", { code }, await halfway());
    expect(answer.status).toBe(401);
    expect(await db().session.count()).toBe(1);
  });

  it("signs in once, and the next one after it; a used one is told and written down as that", async () => {
    const { uri } = await switchOn((key) => totp(key, Date.now() - STEP_MS));
    const at = Date.now();
    const code = totp(uri, at);
    expect((await post("two-factor/verify-totp", { code }, await halfway())).status).toBe(200);
    const again = await halfway();
    const refused = await post("two-factor/verify-totp", { code }, again);
    expect(refused.status).toBe(401);
    expect(await refusals()).toEqual(["with a code that was used before at the second step"]);
    const next = { code: totp(uri, at + STEP_MS) };
    expect((await post("two-factor/verify-totp", next, again)).status).toBe(200);
  });

  it("signs one in of many who send it at once", async () => {
    const { uri } = await switchOn((key) => totp(key, Date.now() - STEP_MS));
    const code = totp(uri);
    const cookies = await Promise.all(Array.from({ length: 6 }, halfway));
    const answers = await Promise.all(
      cookies.map((cookie) => post("two-factor/verify-totp", { code }, cookie)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401]);
  });

  it("counts as wrong once it was used: nobody tries on for nothing", async () => {
    const { uri } = await switchOn((key) => totp(key, Date.now() - STEP_MS));
    const code = totp(uri);
    expect((await post("two-factor/verify-totp", { code }, await halfway())).status).toBe(200);
    const cookie = await halfway();
    for (let n = 0; n < 5; n++) await post("two-factor/verify-totp", { code }, cookie);
    expect((await post("two-factor/verify-totp", { code }, cookie)).status).toBe(400);
    const rows = await db().twoFactor.findMany();
    expect(rows).toMatchObject([{ failedVerificationCount: 5 }]);
  });

  it("leaves nothing behind that shows it, and a wrong one leaves nothing at all", async () => {
    const { uri } = await switchOn((key) => totp(key, Date.now() - STEP_MS));
    const before = await db().verification.count();
    const cookie = await halfway();
    expect((await post("two-factor/verify-totp", { code: "000000" }, cookie)).status).toBe(401);
    const [mine] = await db().verification.findMany({ where: { value: "used" } });
    expect(mine).toBeDefined();
    // What was made for the password, and nothing for the wrong code.
    expect(await db().verification.count()).toBe(before + 2);
    expect(JSON.stringify(await db().verification.findMany())).not.toContain(totp(uri));
  });
});

describe("a recovery code", () => {
  const use = async (code: string) =>
    (await post("two-factor/verify-backup-code", { code }, await halfway())).status;

  it.each([
    ["without its dash", (code: string) => code.replace("-", "")],
    ["with blanks", (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)}\u00a0`],
    ["with a dash that an editor made of it", (code: string) => code.replace("-", "\u2013")],
  ])("is taken %s, once", async (_, typed) => {
    const { recoveryCodes } = await switchOn();
    const [code = ""] = recoveryCodes;
    expect(await use(typed(code))).toBe(200);
    expect(await use(code)).toBe(401);
  });

  it("is not taken in other letters: small and capital ones are different codes", async () => {
    const { recoveryCodes } = await switchOn();
    const code = recoveryCodes.find((each) => /[a-z]/.test(each)) ?? "";
    expect(await use(code.toUpperCase())).toBe(401);
    expect(await use(code)).toBe(200);
  });

  it("leaves one fewer, which its owner is told", async () => {
    const { id, email } = await db().user.findFirstOrThrow();
    const left = async () =>
      (await getAccount({ actor: { kind: "user", id, email, role: "owner" } })).recoveryCodesLeft;
    expect(await left()).toBeNull();
    const { recoveryCodes, cookie } = await switchOn();
    expect(await left()).toBe(10);
    for (const code of recoveryCodes.slice(0, 2)) expect(await use(code)).toBe(200);
    expect(await left()).toBe(8);
    const body = { password: olive.password };
    expect((await post("two-factor/generate-backup-codes", body, cookie)).status).toBe(200);
    expect(await left()).toBe(10);
    // As of another master key: what can't be read is not counted.
    await db().twoFactor.updateMany({ data: { backupCodes: "unreadable" } });
    expect(await left()).toBeNull();
  });

  it("is in the log as what let somebody in", async () => {
    const { recoveryCodes } = await switchOn();
    await db().auditEntry.deleteMany();
    expect(await use(recoveryCodes[0] ?? "")).toBe(200);
    expect(await db().auditEntry.findMany()).toMatchObject([
      { action: "session.started", detail: "with a recovery code" },
    ]);
  });
});
