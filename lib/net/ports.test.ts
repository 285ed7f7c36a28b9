import { describe, expect, it } from "vitest";
import { OTHER_SERVICES, parsePortRange, portOf, portRefusal } from "./ports";

describe("a port", () => {
  it.each([80, 443, 3000, 8080, 8443, 9000, 65_535])("of %i may be sent to by default", (port) => {
    expect(portRefusal(port, [])).toBeNull();
  });

  it.each([...OTHER_SERVICES])("%i may not: it belongs to %s", (port, service) => {
    expect(portRefusal(port, [])).toContain(service);
  });

  it("that an owner names may be sent to, and no other, whatever it belongs to", () => {
    const ranges = ["443", "8000-8099", "25"].map(parsePortRange);
    for (const port of [25, 443, 8000, 8050, 8099]) expect(portRefusal(port, ranges)).toBeNull();
    for (const port of [0, 80, 444, 7999, 8100])
      expect(portRefusal(port, ranges)).toContain(`Port ${port} is not one of those`);
  });

  it.each([
    ["http://a.example/", 80],
    ["https://a.example/", 443],
    ["http://a.example:443/", 443],
    ["https://a.example:443/", 443],
  ])("of %s is %i", (url, port) => {
    expect(portOf(new URL(url))).toBe(port);
  });
});

describe("a range of ports", () => {
  it.each([
    ["443", [443, 443]],
    ["1-65535", [1, 65_535]],
  ] as const)("is read from %s", (text, range) => {
    expect(parsePortRange(text)).toEqual(range);
  });

  it.each([
    "",
    "0",
    "65536",
    "80-",
    "-80",
    "90-80",
    "80-90-100",
    "http",
    "8 0",
    "080",
    "1e3",
    "80.5",
  ])("is not %j", (text) => {
    expect(() => parsePortRange(text)).toThrow(RangeError);
  });
});
