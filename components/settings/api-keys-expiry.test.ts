import { describe, expect, it } from "vitest";
import { expiresAtOf, expiryState } from "./api-keys-expiry";

const now = Date.parse("2026-11-27T12:00:00Z");

describe("when a new key expires", () => {
  it("is never, so many days from now, or the end of a day where the person is", () => {
    expect(expiresAtOf("never", "2026-12-01", now)).toBeNull();
    expect(expiresAtOf("30", "", now)).toBe("2026-12-27T12:00:00.000Z");
    expect(expiresAtOf("365", "", now)).toBe("2027-11-27T12:00:00.000Z");
    expect(expiresAtOf("date", "2026-12-01", now)).toBe(
      new Date(2026, 11, 1, 23, 59, 59).toISOString(),
    );
  });

  it("is left as it was typed when it is no date", () => {
    expect(expiresAtOf("date", "", now)).toBe("");
    expect(expiresAtOf("date", "2026-13-45", now)).toBe("2026-13-45");
  });
});

describe("how near the end of a key is", () => {
  it.each([
    [null, "never"],
    ["2027-11-27T12:00:00Z", "later"],
    ["2026-12-11T12:00:01Z", "later"],
    ["2026-12-11T12:00:00Z", "soon"],
    ["2026-11-27T12:00:01Z", "soon"],
    ["2026-11-27T12:00:00Z", "expired"],
    ["2020-01-01T00:00:00Z", "expired"],
  ] as const)("%s is %s", (expiresAt, state) => {
    expect(expiryState(expiresAt, now)).toBe(state);
  });
});
