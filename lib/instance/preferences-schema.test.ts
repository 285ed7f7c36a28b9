import { describe, expect, it } from "vitest";
import { parseStored, updatePreferencesSchema } from "./preferences-schema";

const defaults = parseStored("{}").preferences;

describe("stored preferences", () => {
  it("have the defaults for what was not chosen", () => {
    const { preferences, unreadable } = parseStored('{"retention":{"historyDays":3650}}');
    expect(preferences).toEqual({
      ...defaults,
      retention: { ...defaults.retention, historyDays: 3650 },
    });
    expect(unreadable).toEqual([]);
  });

  it("of a newer release are read as far as this one knows them", () => {
    const text =
      '{"retention":{"historyDays":3650,"ordersDays":9},"failingTargets":{"pauses":false},"new":{}}';
    const { preferences, unreadable } = parseStored(text);
    expect(preferences.retention.historyDays).toBe(3650);
    expect(preferences.failingTargets.pauses).toBe(false);
    expect(preferences.retention).not.toHaveProperty("ordersDays");
    expect(unreadable).toEqual([]);
  });

  it("that can't be read in one group keep the others, and say so", () => {
    const text = '{"retention":{"historyDays":"long"},"failingTargets":{"pauses":false}}';
    const { preferences, unreadable } = parseStored(text);
    expect(preferences.failingTargets.pauses).toBe(false);
    expect(preferences.retention).toEqual(defaults.retention);
    expect(unreadable).toEqual(["retention"]);
  });

  it.each(["", "{", "null", "[]", "7", '{"retention":7}'])(
    "that are no settings at all: %s",
    (text) => {
      const { preferences, unreadable } = parseStored(text);
      expect(preferences).toEqual(defaults);
      expect(unreadable).toEqual(["replay", "retention", "failingTargets", "outgoing"]);
    },
  );
});

describe("blocks that no owner can allow", () => {
  const blocks = ["10.0.0.0/8", "169.254.0.0/16", "x/8", "192.0.2.2/32"];

  it("are refused when they are chosen, each by its place", () => {
    const { error } = updatePreferencesSchema.safeParse({ outgoing: { allowedCidrs: blocks } });
    expect(error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
      ["outgoing.allowedCidrs.1", expect.stringContaining("169.254.0.0/16")],
      ["outgoing.allowedCidrs.2", expect.stringContaining("x/8")],
      ["outgoing.allowedCidrs.3", expect.stringContaining("documentation")],
    ]);
  });

  it("that were stored before take nothing of the rest with them", () => {
    const outgoing = { ...defaults.outgoing, httpsOnly: true, allowedCidrs: ["169.254.0.0/16"] };
    const read = parseStored(JSON.stringify({ outgoing }));
    expect(read.preferences.outgoing).toEqual(outgoing);
    expect(read.unreadable).toEqual([]);
  });
});
