import { describe, expect, it } from "vitest";
import { ApiProblem } from "@/components/api";
import { authWords, mustStartAgain, singleSignOnWords } from "./words";

const problem = (status: number, code: string, detail: string) =>
  new ApiProblem(status, code, detail, undefined, {});

describe("why somebody could not sign in", () => {
  it("is told in our words where the code is known, in the server's otherwise", () => {
    expect(authWords(problem(401, "INVALID_CODE", "Invalid code"))).toContain("your app shows now");
    expect(authWords(problem(429, "too_many_requests", "Try again in 30 seconds."))).toBe(
      "Try again in 30 seconds.",
    );
  });

  it("says when the password has to be given again", () => {
    expect(mustStartAgain(problem(401, "INVALID_TWO_FACTOR_COOKIE", ""))).toBe(true);
    expect(mustStartAgain(problem(401, "INVALID_CODE", ""))).toBe(false);
  });
});

describe("why single sign-on sent somebody back", () => {
  it.each([
    ["signup_disabled", "Your account at Okta is not invited here. Ask an owner."],
    ["SIGNUP_DISABLED", "Your account at Okta is not invited here. Ask an owner."],
    ["account_not_linked", "Okta does not confirm"],
    ["access_denied", "You were not let in at Okta"],
    ["something else", "Signing in with Okta did not work."],
  ])("%s", (error, words) => {
    expect(singleSignOnWords(error, "Okta")).toContain(words);
  });
});
