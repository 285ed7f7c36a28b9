import { afterEach, describe, expect, it, vi } from "vitest";

const policy = { httpsOnly: false, allowedPorts: [], allowedCidrs: [], allowedHosts: [] };

/** What the guard of an instance with these variables is made from. */
async function instance(variables: Record<string, string>) {
  vi.resetModules();
  const unset = {
    HOST: "",
    PORT: "",
    APP_URL: "",
    WEBHOOK_ALLOWED_CIDRS: "",
    OUTBOUND_PROXY_URL: "",
  };
  const base = { DATABASE_URL: "postgresql://localhost/none", APP_SECRET: "a secret of the tests" };
  for (const [name, value] of Object.entries({ ...unset, ...base, ...variables }))
    vi.stubEnv(name, value);
  return import("./outbound-guard");
}

afterEach(() => {
  vi.unstubAllEnvs();
});

const LOOPBACK = ["127.0.0.0/8", "::1/128"];
const RECEIVERS = [
  "http://127.0.0.1:8080/",
  "http://127.9.9.9/",
  "http://[::1]:8080/",
  "http://localhost/",
];

describe("the addresses of this machine", () => {
  it.each<Record<string, string>>([
    // As `npm start` has it on a fresh machine.
    {},
    { APP_URL: "http://localhost:3000" },
    { APP_URL: "http://localhost" },
    { APP_URL: "https://hooks.localhost/" },
    { APP_URL: "http://127.0.0.1:3000" },
    { APP_URL: "http://127.5.6.7" },
    { APP_URL: "http://[::1]:3000" },
    { HOST: "::1" },
    { HOST: "localhost", APP_URL: "http://LOCALHOST.:3000" },
  ])("are open where it alone is served: %j", async (variables) => {
    const { allowedCidrs, isLoopbackOpen, outboundGuard } = await instance(variables);
    expect(allowedCidrs()).toEqual(LOOPBACK);
    expect(isLoopbackOpen()).toBe(true);
    for (const url of RECEIVERS) {
      const guard = await outboundGuard(url, policy);
      expect([url, guard.checkUrl(url)]).toEqual([url, { ok: true }]);
    }
  });

  it.each<Record<string, string>>([
    // Behind a reverse proxy on the same machine.
    { APP_URL: "https://hooks.example.com" },
    { APP_URL: "http://hooks.internal:3000" },
    { APP_URL: "http://10.0.0.5:3000" },
    { APP_URL: "https://127.example.com" },
    { APP_URL: "https://localhost.example.com" },
    { APP_URL: "http://[::2]" },
    { HOST: "0.0.0.0" },
    { HOST: "0.0.0.0", APP_URL: "http://localhost:3000" },
  ])(
    "are closed where it is reached from elsewhere, unless somebody opens them: %j",
    async (variables) => {
      const { allowedCidrs, isLoopbackOpen, outboundGuard } = await instance(variables);
      expect(allowedCidrs()).toEqual([]);
      expect(isLoopbackOpen()).toBe(false);
      for (const url of RECEIVERS) {
        const closed = (await outboundGuard(url, policy)).checkUrl(url);
        expect([url, closed]).toMatchObject([url, { ok: false, code: "blocked_address" }]);
        const opened = await outboundGuard(url, { ...policy, allowedCidrs: LOOPBACK });
        expect([url, opened.checkUrl(url)]).toEqual([url, { ok: true }]);
      }
    },
  );

  it("are what the operator says, wherever it is reached from", async () => {
    const APP_URL = "https://hooks.example.com";
    const named = await instance({ APP_URL, WEBHOOK_ALLOWED_CIDRS: "127.0.0.1/32, 10.0.0.0/8" });
    expect(named.allowedCidrs()).toEqual(["127.0.0.1/32", "10.0.0.0/8"]);
    expect(named.isLoopbackOpen()).toBe(false);
    const replaced = await instance({ WEBHOOK_ALLOWED_CIDRS: "192.0.2.1/32" });
    expect(replaced.allowedCidrs()).toEqual(["192.0.2.1/32"]);
    expect(replaced.isLoopbackOpen()).toBe(false);
  });
});

describe("a test inbox of this instance", () => {
  it.each(["https://hooks.example.com", "http://hooks.internal:3000", "http://10.0.0.5", ""])(
    "is open at its own address: %s",
    async (APP_URL) => {
      const { isOwnInbox, outboundGuard } = await instance({ APP_URL });
      const url = `${APP_URL || "http://127.0.0.1:3000"}/in/some-token`;
      expect(isOwnInbox(url)).toBe(true);
      const guard = await outboundGuard(url, { ...policy, httpsOnly: true });
      expect(guard.checkUrl(url)).toEqual({ ok: true });
      // Wherever the name of the product leads, by the machine's own list of names too.
      expect((await guard.judge("127.0.0.1")).map(({ allowedBy }) => allowedBy)).toEqual([
        "operator",
      ]);
    },
  );

  it("opens nothing else of this machine", async () => {
    const { isOwnInbox, outboundGuard } = await instance({ APP_URL: "https://hooks.example.com" });
    for (const url of [
      "http://127.0.0.1:3000/in/some-token",
      "http://localhost:3000/in/some-token",
    ]) {
      expect(isOwnInbox(url)).toBe(false);
      expect((await outboundGuard(url, policy)).checkUrl(url)).toMatchObject({ ok: false });
    }
    for (const url of [
      "https://hooks.example.com/in/../api/health",
      "https://hooks.example.com/inn/x",
    ])
      expect(isOwnInbox(url)).toBe(false);
  });
});
