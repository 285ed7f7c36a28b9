import { describe, expect, it } from "vitest";
import { ApiProblem } from "@/components/api";
import { mustStartAgain, recoveryCodesWords, singleSignOnWords } from "./words";

const problem = (status: number, reason: string) =>
  new ApiProblem(status, "unauthenticated", "", undefined, { reason });

describe("why somebody could not sign in", () => {
  it("says when the password has to be given again", () => {
    expect(mustStartAgain(problem(401, "INVALID_TWO_FACTOR_COOKIE"))).toBe(true);
    expect(mustStartAgain(problem(401, "INVALID_CODE"))).toBe(false);
  });
});

it.each([
  [10, "10 recovery codes are left."],
  [3, "3 recovery codes are left. Make new ones soon."],
  [1, "One recovery code is left. Make new ones soon."],
  [0, "No recovery code is left. Make new ones."],
])("%i recovery codes are told", (left, words) => {
  expect(recoveryCodesWords(left)).toBe(words);
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
