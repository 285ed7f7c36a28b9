import { describe, expect, it } from "vitest";
import { entriesIn, listFaults, newlyOpened, refusedWithin } from "./outgoing-lists";

describe("a list as it is typed", () => {
  it("has one entry a line, and takes commas and blanks as well", () => {
    expect(entriesIn(" 443, 8080;\n\n8000-8099  9\r\n")).toEqual(["443", "8080", "8000-8099", "9"]);
  });

  it("names each bad line, in their order", () => {
    const errors = {
      "outgoing.allowedCidrs.3": "“z” is bad.",
      "outgoing.allowedCidrs.1": "“x” is bad.",
      "outgoing.allowedPorts.0": "“http” is not a port.",
    };
    expect(listFaults(errors, "outgoing.allowedCidrs", "10.0.0.1\n\nx, 10.0.0.2\nz")).toBe(
      "Line 3: “x” is bad.\nLine 4: “z” is bad.",
    );
    expect(listFaults(errors, "outgoing.allowedHosts", "a")).toBeNull();
    expect(listFaults(null, "outgoing.allowedCidrs", "x")).toBeNull();
  });

  it("says what is wrong with all of it without a line", () => {
    const errors = { "outgoing.allowedHosts": "At most 100." };
    expect(listFaults(errors, "outgoing.allowedHosts", "a")).toBe("At most 100.");
  });
});

describe("blocks as they are typed", () => {
  it("tell what stays refused in them", () => {
    expect(refusedWithin("10.0.0.0/8\n192.168.1.0/24")).toBeNull();
    const words = refusedWithin("0.0.0.0/0\nx");
    expect(words).toContain("link-local and cloud metadata addresses");
    expect(words).toContain("multicast");
    expect(words).toContain("Only the operator");
  });

  it("that can't be allowed, or read, are told of when they are saved", () => {
    expect(refusedWithin("169.254.0.0/16\nnonsense")).toBeNull();
  });

  it("tell of the private networks that they open whole, unless that is so already", () => {
    expect(newlyOpened("10.1.0.0/16", [])).toEqual([]);
    expect(newlyOpened("10.0.0.0/8\n0.0.0.0/0", [])).toEqual([
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.0.0/16",
    ]);
    expect(newlyOpened("10.0.0.0/8\n10.1.0.0/16", ["10.0.0.0/8"])).toEqual([]);
  });
});
