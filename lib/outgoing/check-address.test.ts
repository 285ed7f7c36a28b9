import { afterEach, describe, expect, it, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";

const outgoing = { httpsOnly: false, allowedPorts: [], allowedCidrs: [], allowedHosts: [] };
vi.mock("@/lib/instance/preferences", () => ({ getPreferences: async () => ({ outgoing }) }));

/** What an instance with these variables answers about an address. */
async function check(address: string, variables: Record<string, string>) {
  vi.resetModules();
  const base = {
    DATABASE_URL: "postgresql://localhost/none",
    APP_SECRET: "a secret of the tests",
    HOST: "",
    PORT: "",
    APP_URL: "",
    WEBHOOK_ALLOWED_CIDRS: "",
    OUTBOUND_PROXY_URL: "",
  };
  for (const [name, value] of Object.entries({ ...base, ...variables })) vi.stubEnv(name, value);
  const { checkAddress } = await import("./check-address");
  return checkAddress({ actor: systemActor, input: { address } });
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("an address of this machine that is allowed", () => {
  it.each(["http://127.0.0.1:8080/", "http://[::1]:8080/", "http://localhost:8080/"])(
    "as %s by default is not said to be anybody's choice",
    async (address) => {
      const answer = await check(address, {});
      expect(answer).toMatchObject({ allowed: true, code: "allowed" });
      expect(answer.reason).toContain("this machine");
      expect(answer.reason).toContain("APP_URL");
      expect(answer.reason).not.toContain("WEBHOOK_ALLOWED_CIDRS");
    },
  );

  it("by the operator is said to be so, and where", async () => {
    const answer = await check("http://127.0.0.1:8080/", { WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8" });
    expect(answer).toMatchObject({ allowed: true, code: "allowed" });
    expect(answer.reason).toBe(
      "It is inside the network, and the operator has allowed it in WEBHOOK_ALLOWED_CIDRS.",
    );
  });
});
