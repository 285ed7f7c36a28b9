import { beforeEach, describe, expect, it } from "vitest";
import { POST as authPost } from "@/app/api/auth/[...all]/route";
import { createOwner } from "@/lib/auth/create-owner";
import { db } from "@/lib/db";
import { askAsPage as ask, cookieOf } from "./support/browser";
import { withTestDatabase } from "./support/database";
import { totp } from "./support/totp";

const olive = { email: "olive@example.com", password: "correct horse battery" };
const wrong = "a guess of mine";

withTestDatabase({ LOG_LEVEL: "silent" });

beforeEach(async () => {
  await db().user.deleteMany();
  await createOwner(olive);
});

const post = (path: string, body: object, cookie = "") =>
  authPost(ask(`/api/auth/${path}`, body, cookie));

const signIn = async () => cookieOf(await post("sign-in/email", olive));

/** What an answer says, which is a problem as all of the product's are. */
async function problemIn(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const { requestId, ...problem } = await answer.json();
  expect(requestId).toBe(answer.headers.get("x-request-id"));
  expect(problem).toMatchObject({
    type: `about:blank#${problem.code}`,
    status: answer.status,
    title: expect.stringMatching(/\w/),
  });
  return problem;
}

describe("what better-auth refuses is told as the product does", () => {
  it("a wrong password, at sign-in and before a change", async () => {
    const atSignIn = await post("sign-in/email", { ...olive, password: wrong });
    expect(await problemIn(atSignIn)).toMatchObject({
      code: "unauthenticated",
      reason: "INVALID_EMAIL_OR_PASSWORD",
      detail: "The email address or the password is not right.",
    });
    const cookie = await signIn();
    const refused = [
      await post("change-password", { currentPassword: wrong, newPassword: "another one" }, cookie),
      await post("two-factor/enable", { password: wrong }, cookie),
      await post("two-factor/disable", { password: wrong }, cookie),
    ];
    for (const answer of refused) {
      expect(await problemIn(answer)).toMatchObject({
        code: "invalid_request",
        reason: "INVALID_PASSWORD",
        detail: "The password is not right.",
      });
    }
  });

  it("a wrong code, a used one, and too many, which ends the second step", async () => {
    const signedIn = await signIn();
    const begun = await post("two-factor/enable", { password: olive.password }, signedIn);
    const code = totp((await begun.json()).totpURI);
    expect((await post("two-factor/verify-totp", { code }, signedIn)).status).toBe(200);
    const cookie = await signIn();
    expect(await problemIn(await post("two-factor/verify-totp", { code }, cookie))).toMatchObject({
      code: "unauthenticated",
      reason: "USED_CODE",
      detail: "This code was used before. Wait for the next one that your app shows.",
    });
    const one = await post("two-factor/verify-totp", { code: "none" }, cookie);
    expect(await problemIn(one)).toMatchObject({
      code: "unauthenticated",
      reason: "INVALID_CODE",
      detail: "This code is not right. Enter the one that your app shows now.",
    });
    const recovery = await post("two-factor/verify-backup-code", { code: "none" }, cookie);
    expect(await problemIn(recovery)).toMatchObject({
      reason: "INVALID_BACKUP_CODE",
      detail: "This recovery code is not right, or it was used before.",
    });
    for (let n = 0; n < 2; n++) await post("two-factor/verify-totp", { code: "none" }, cookie);
    const last = await post("two-factor/verify-totp", { code: "none" }, cookie);
    expect(await problemIn(last)).toMatchObject({
      status: 400,
      code: "invalid_request",
      reason: "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE",
      detail: "Too many wrong codes. Start again with your password.",
    });
    expect(last.headers.getSetCookie().join()).toMatch(/two_factor=;.*Max-Age=0/);
    expect(await problemIn(await post("two-factor/verify-totp", { code: "none" }))).toMatchObject({
      code: "unauthenticated",
      reason: "INVALID_TWO_FACTOR_COOKIE",
    });
    await db().twoFactor.updateMany({ data: { lockedUntil: new Date(Date.now() + 60_000) } });
    const locked = await post("two-factor/verify-totp", { code: "none" }, await signIn());
    expect(await problemIn(locked)).toMatchObject({
      code: "too_many_requests",
      reason: "ACCOUNT_TEMPORARILY_LOCKED",
    });
  });

  it("a missing session, and a missing field by its name", async () => {
    const body = { currentPassword: wrong, newPassword: "another one" };
    expect(await problemIn(await post("change-password", body))).toMatchObject({
      code: "unauthenticated",
      detail: "You are not signed in.",
    });
    const cookie = await signIn();
    const { newPassword } = body;
    expect(await problemIn(await post("change-password", { newPassword }, cookie))).toMatchObject({
      code: "invalid_request",
      errors: [{ path: "currentPassword", message: expect.stringMatching(/\w/) }],
    });
    const short = { currentPassword: olive.password, newPassword: "short" };
    expect(await problemIn(await post("change-password", short, cookie))).toMatchObject({
      code: "invalid_request",
      errors: [{ path: "newPassword", message: expect.stringContaining("8 characters") }],
    });
  });
});

describe("a change of password", () => {
  it("asks for another one than the old one, and changes nothing else meanwhile", async () => {
    const [here, elsewhere] = [await signIn(), await signIn()];
    const same = { currentPassword: olive.password, newPassword: olive.password };
    expect(await problemIn(await post("change-password", same, here))).toMatchObject({
      status: 400,
      code: "invalid_request",
      errors: [{ path: "newPassword", message: "Choose another password than the one you have." }],
    });
    expect(await db().session.count()).toBe(2);
    expect((await post("sign-out", {}, elsewhere)).status).toBe(200);
    const other = { ...same, newPassword: "an entirely new one" };
    expect((await post("change-password", other, here)).status).toBe(200);
  });
});
