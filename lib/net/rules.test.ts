import { describe, expect, it } from "vitest";
import { compileRules, type OwnerRules } from "./rules";

const owner = (rules: Partial<OwnerRules>) => compileRules([], rules);
const codeOf = (url: string, rules = compileRules([])) => {
  const check = rules.checkUrl(url);
  return check.ok ? "ok" : check.code;
};

describe("who lets an address through", () => {
  it.each([
    ["8.8.8.8", "public"],
    ["10.1.2.3", "owner"],
    ["::ffff:10.1.2.3", "owner"],
    ["10.2.0.1", null],
    ["192.168.7.7", "operator"],
    ["169.254.169.254", null],
    ["fe80::1%eth0", null],
  ])("%s: %s", (ip, by) => {
    const rules = compileRules(["192.168.0.0/16"], { allowedCidrs: ["10.1.0.0/16"] });
    expect(rules.judge(ip, ip)).toBe(by);
  });

  it.each([
    ["the metadata address of most clouds", "169.254.169.254"],
    ["that of Alibaba Cloud", "100.100.100.200"],
    ["that of Oracle Cloud", "192.0.0.192"],
    ["that of AWS", "fd00:ec2::254"],
    ["the Azure platform", "168.63.129.16"],
    ["a neighbour without a router", "fe80::1"],
    ["no address", "0.0.0.0"],
    ["a group", "224.0.0.251"],
    ["everybody", "255.255.255.255"],
    ["a translated metadata address", "64:ff9b::a9fe:a9fe"],
    ["a locally translated one", "64:ff9b:1::a9fe:a9fe"],
  ])("an owner can't allow %s, by block or by name; the operator can", (_what, ip) => {
    const everything = ["0.0.0.0/0", "::/0"];
    const allowedHosts = ["metadata.internal"];
    expect(owner({ allowedCidrs: everything, allowedHosts }).judge(ip, "metadata.internal")).toBe(
      null,
    );
    expect(compileRules(everything).judge(ip, ip)).toBe("operator");
  });

  it("a name that an owner allows may lead inside; another name to the same address may not", () => {
    const rules = owner({ allowedHosts: ["erp.internal", "*.corp.example"] });
    expect(rules.judge("10.0.0.1", "erp.internal")).toBe("owner");
    expect(rules.judge("fd12::1", "a.corp.example")).toBe("owner");
    expect(rules.judge("8.8.8.8", "erp.internal")).toBe("public");
    expect(rules.judge("10.0.0.1", "evil.example")).toBeNull();
    expect(rules.judge("10.0.0.1", "10.0.0.1")).toBeNull();
  });
});

describe("an address is refused", () => {
  it("without TLS where https is wanted", () => {
    expect(codeOf("http://example.com/", owner({ httpsOnly: true }))).toBe("https_only");
    expect(codeOf("https://example.com/", owner({ httpsOnly: true }))).toBe("ok");
  });

  it.each([
    ["https://example.com:6379/", "port"],
    ["http://example.com:25/", "port"],
    ["https://example.com:8443/", "ok"],
  ])("for its port: %s is %s", (url, code) => {
    expect(codeOf(url)).toBe(code);
  });

  it("for a port that is not among those chosen, the usual ones included", () => {
    const rules = owner({ allowedPorts: ["8443"] });
    expect(codeOf("https://example.com/", rules)).toBe("port");
    expect(codeOf("https://example.com:8443/", rules)).toBe("ok");
  });

  it("as this machine by a name, unless one of its addresses is allowed", () => {
    expect(codeOf("http://api.localhost:3000/")).toBe("blocked_address");
    expect(codeOf("http://localhost/", compileRules(["::1/128"]))).toBe("ok");
    expect(codeOf("http://localhost/", owner({ allowedHosts: ["localhost"] }))).toBe("ok");
  });
});

it.each([{ allowedCidrs: ["10/8"] }, { allowedPorts: ["http"] }, { allowedHosts: ["10.0.0.1"] }])(
  "no rules are made of %j",
  (rules) => {
    expect(() => owner(rules)).toThrow(RangeError);
  },
);
