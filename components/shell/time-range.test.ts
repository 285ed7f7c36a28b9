import { describe, expect, it } from "vitest";
import { fromLocal, rangeFault, rangeWords, toLocal } from "./time-range";

describe("a time range of one's own", () => {
  it("goes from the address to the fields and back, in any zone", () => {
    for (const iso of ["2026-11-01T10:05:00.000Z", "0999-12-31T12:00:00.000Z"]) {
      expect(toLocal(iso)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
      expect(toLocal(fromLocal(toLocal(iso)))).toBe(toLocal(iso));
    }
    expect(fromLocal(toLocal("2026-11-01T10:05:00Z"))).toBe("2026-11-01T10:05:00.000Z");
    expect([toLocal(null), toLocal("soon")]).toEqual(["", ""]);
    expect([fromLocal(""), fromLocal("soon")]).toEqual([null, null]);
  });

  it("needs an end after its beginning, or one of both", () => {
    expect(rangeFault("", "")?.field).toBe("from");
    expect(rangeFault("2026-11-01T10:00", "2026-11-01T10:00")?.field).toBe("to");
    expect(rangeFault("2026-11-02T10:00", "2026-11-01T10:00")?.field).toBe("to");
    expect(rangeFault("2026-11-01T10:00", "2026-11-02T10:00")).toBeNull();
    expect(rangeFault("2026-11-01T10:00", "")).toBeNull();
    expect(rangeFault("", "2026-11-01T10:00")).toBeNull();
    expect(rangeFault("", "12026-11-01T10:00")).toBeNull();
    expect(rangeFault("+012026-11-01T10:00", "")?.field).toBe("from");
  });

  it("is told in a few words", () => {
    const [since, until] = ["2026-11-01T10:00:00Z", "2026-11-02T11:30:00Z"];
    expect(rangeWords(since, until, false)).toBe("1 Nov 2026, 10:00 – 2 Nov 2026, 11:30");
    expect(rangeWords(since, null, false)).toBe("From 1 Nov 2026, 10:00");
    expect(rangeWords(null, until, false)).toBe("Until 2 Nov 2026, 11:30");
  });
});
