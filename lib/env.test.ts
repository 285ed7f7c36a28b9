import { afterEach, describe, expect, it, vi } from "vitest";

/** The configuration of an instance with these variables. */
async function configuration(variables: Record<string, string>) {
  vi.resetModules();
  const base = { DATABASE_URL: "postgresql://localhost/none", APP_SECRET: "a secret of the tests" };
  for (const [name, value] of Object.entries({ ...base, ...variables })) vi.stubEnv(name, value);
  const { env } = await import("./env");
  return env();
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the address of the provider of single sign-on", () => {
  it.each([
    "https://accounts.example.com",
    "https://accounts.example.com/realms/shop/",
    "http://127.0.0.1:9000",
    "http://localhost:9000",
    "http://[::1]:9000/realms/shop",
  ])("may be %s", async (OIDC_ISSUER) => {
    expect((await configuration({ OIDC_ISSUER })).OIDC_ISSUER).toBe(OIDC_ISSUER);
  });

  it("may be empty, which is unset", async () => {
    expect((await configuration({ OIDC_ISSUER: " " })).OIDC_ISSUER).toBeUndefined();
  });

  it.each([
    "http://accounts.example.com",
    "http://10.0.0.1:9000",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "http://localhost@accounts.example.com",
    "ftp://accounts.example.com",
    "accounts.example.com",
  ])("may not be %s", async (OIDC_ISSUER) => {
    await expect(configuration({ OIDC_ISSUER })).rejects.toThrow(/^Configuration: OIDC_ISSUER: /);
  });
});
