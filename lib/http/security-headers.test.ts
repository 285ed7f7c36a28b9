import { describe, expect, it } from "vitest";
import { pagePolicy, securityHeaders, transportSecurity } from "@/lib/http/security-headers";

const scriptsOf = (policy: string) => /script-src ([^;]*)/.exec(policy)?.[1];

describe("a page's policy", () => {
  it("lets only scripts of its nonce run, and what they load", () => {
    const policy = pagePolicy({ nonce: "abc==", isDevelopment: false });
    expect(scriptsOf(policy)).toBe("'nonce-abc==' 'strict-dynamic'");
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toMatch(/https?:|\*|blob:/);
  });

  it("allows eval to the development server alone", () => {
    expect(scriptsOf(pagePolicy({ nonce: "abc==", isDevelopment: true }))).toContain("unsafe-eval");
  });
});

describe("https", () => {
  it("is promised where the product is reached by it, for this name alone", () => {
    expect(transportSecurity("https://hooks.example.com")).toBe("max-age=31536000");
    expect(transportSecurity("http://localhost:3000")).toBeNull();
  });
});

it("what is no page runs nothing", () => {
  expect(securityHeaders["Content-Security-Policy"]).toMatch(/^default-src 'none'; /);
});
