import { describe, expect, it } from "vitest";
import { resendConsequences } from "./resend-words";

const resend = { url: "https://erp.test/in", version: 3, isPublished: true, isSigned: true };
const failed = { status: "failed", nextAttemptAt: null, heldAt: null, isTest: false } as const;
const told = (change: Partial<Parameters<typeof resendConsequences>[0]>) =>
  resendConsequences({ ...failed, resend, ...change }, Date.parse("2026-05-01T10:00:00Z")).join(
    " ",
  );

describe("what is said before a resend", () => {
  it("whose configuration it takes, and whether it is signed", () => {
    expect(told({})).toContain("what is published now, whatever it was first sent with: version 3");
    expect(told({})).toContain("signed with the secret of that webhook");
    expect(told({ resend: { ...resend, isSigned: false } })).toContain("which signs nothing");
    expect(told({ isTest: true })).not.toContain("secret");
    expect(told({ resend: { ...resend, isPublished: false } })).toContain("of its run, version 3");
    expect(told({ resend: { ...resend, isPublished: false, version: null } })).toContain(
      "of its run, the tested draft",
    );
    expect(told({ resend: null })).toContain("can’t be sent");
  });

  it.each([
    [{ status: "succeeded" as const }, "It arrived before, and will arrive once more."],
    [{ status: "cancelled" as const }, "stays cancelled"],
    [{ status: "pending" as const, heldAt: "2026-05-01T09:00:00Z" }, "Its target is paused"],
    [
      { status: "retrying" as const, nextAttemptAt: "2026-05-01T10:03:00Z" },
      "the automatic attempt in 3 min is not made any more",
    ],
  ])("what becomes of its schedule: %j", (change, words) => {
    expect(told(change)).toContain(words);
    expect(told({})).not.toContain(words);
  });
});
