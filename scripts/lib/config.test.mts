import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { localUrl, parseConfig, readEnvironment } from "./config.mjs";
import { adminAccount } from "./config-checks.mjs";

const parse = (env: Record<string, string>) => parseConfig(env, "/srv/app");
const SECRET = "0123456789abcdef0123456789abcdef";

describe("parseConfig", () => {
  it("needs nothing", () => {
    expect(parse({})).toEqual({
      port: 3000,
      host: "127.0.0.1",
      appUrl: "http://127.0.0.1:3000",
      databaseUrl: null,
      dataDir: "/srv/app/.data",
      appSecret: null,
      externalInngest: false,
    });
  });

  it("takes an empty variable for an unset one", () => {
    expect(parse({ PORT: "", DATABASE_URL: " ", INNGEST_DEV: "" }).port).toBe(3000);
  });

  it.each([
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "80a"],
    ["HOST", "http://localhost"],
    ["APP_URL", "hooks.example.com"],
    ["APP_URL", "https://hooks.example.com/path"],
    ["DATABASE_URL", "mysql://localhost/x"],
    ["DATABASE_URL", "postgresql://localhost"],
    ["APP_SECRET", "short"],
    ["LOG_LEVEL", "loud"],
    ["WEBHOOK_BACKOFF_BASE_SECONDS", "-1"],
    ["API_RATE_LIMIT_PER_MINUTE", "0"],
    ["API_RATE_LIMIT_PER_MINUTE", "9.5"],
    ["WEBHOOK_ALLOWED_CIDRS", "10.0.0.0/33"],
    ["TRUSTED_PROXIES", "10.0.0.0/33"],
    ["WEBHOOK_ALLOWED_CIDRS", "example.com"],
    ["OUTBOUND_PROXY_URL", "proxy.internal:3128"],
    ["OUTBOUND_PROXY_URL", "socks5://proxy.internal:1080"],
    ["INNGEST_BASE_URL", "localhost:8288"],
    ["ADMIN_EMAIL", "owner@example.com"],
  ])("refuses %s=%s and names it", (name, value) => {
    expect(() => parse({ [name]: value })).toThrow(new RegExp(name));
  });

  it("never shows a secret it refuses", () => {
    const url = "mysql://user:hunter2@localhost/x";
    expect(() => parse({ DATABASE_URL: url })).toThrow(/^(?!.*hunter2).*DATABASE_URL/);
    const proxy = "https://user:hunter2@proxy.internal/";
    expect(() => parse({ OUTBOUND_PROXY_URL: proxy })).toThrow(/^(?!.*hunter2).*OUTBOUND_PROXY/);
    expect(() => parse({ APP_SECRET: "hunter2" })).toThrow(/^(?!.*hunter2).*APP_SECRET/);
  });

  it("wants a secret of one's own for a shared database in production", () => {
    const env = { DATABASE_URL: "postgresql://db/app", NODE_ENV: "production" };
    expect(() => parse(env)).toThrow(/APP_SECRET/);
    expect(parse({ ...env, APP_SECRET: SECRET }).appSecret).toBe(SECRET);
  });

  it("knows when an Inngest server is meant", () => {
    const keys = { INNGEST_EVENT_KEY: "key", INNGEST_SIGNING_KEY: "signkey-prod-0abc" };
    expect(parse(keys).externalInngest).toBe(true);
    expect(parse({ INNGEST_DEV: "1" }).externalInngest).toBe(true);
    expect(parse({ INNGEST_DEV: "0" }).externalInngest).toBe(false);
    expect(() => parse({ INNGEST_EVENT_KEY: "key" })).toThrow(/INNGEST_SIGNING_KEY/);
  });
});

it("reads .env.local over .env, and the process over both, empty values included", () => {
  const root = mkdtempSync(path.join(os.tmpdir(), "config-test-"));
  try {
    writeFileSync(path.join(root, ".env"), "PORT=1\nHOST=a\nAPP_URL=http://a\n");
    writeFileSync(path.join(root, ".env.local"), "HOST=b\nAPP_URL=http://b\n");
    expect(readEnvironment(root, { APP_URL: "" })).toEqual({ PORT: "1", HOST: "b", APP_URL: "" });
  } finally {
    rmSync(root, { recursive: true });
  }
});

it("reaches a wildcard address over loopback", () => {
  expect(localUrl("0.0.0.0", 80)).toBe("http://127.0.0.1:80");
  expect(localUrl("::", 80)).toBe("http://[::1]:80");
  expect(localUrl("10.1.2.3", 80)).toBe("http://10.1.2.3:80");
});

describe("the mail server", () => {
  const SMTP_URL = "smtps://user:p%40ss@mail.example.com:465";

  it.each(["orders@example.com", "Orders <orders@example.com>"])(
    "is taken with %s",
    (MAIL_FROM) => {
      expect(() => parse({ SMTP_URL, MAIL_FROM })).not.toThrow();
    },
  );

  it.each([
    [{ SMTP_URL }, /MAIL_FROM must be set/],
    [{ MAIL_FROM: "orders@example.com" }, /SMTP_URL must be set/],
    [{ SMTP_URL, MAIL_FROM: "orders" }, /MAIL_FROM must be/],
    [{ SMTP_URL: "https://user:p%40ss@mail", MAIL_FROM: "o@example.com" }, /SMTP_URL must look/],
    [{ SMTP_URL: "mail.example.com", MAIL_FROM: "o@example.com" }, /SMTP_URL must look/],
  ])("stops the start with %j", (env, message) => {
    expect(() => parse(env)).toThrow(message);
    expect(() => parse(env)).not.toThrow(/p%40ss/);
  });
});

describe("single sign-on", () => {
  const OIDC_ISSUER = "https://accounts.example.com";
  const all = { OIDC_ISSUER, OIDC_CLIENT_ID: "tli", OIDC_CLIENT_SECRET: "not-to-be-told" };

  it("is taken with all it needs, and on this machine without TLS", () => {
    expect(() => parse(all)).not.toThrow();
    expect(() => parse({ ...all, OIDC_ISSUER: "http://127.0.0.1:9000" })).not.toThrow();
  });

  it.each([
    [{ ...all, OIDC_CLIENT_SECRET: "" }, /must be set together/],
    [{ ...all, OIDC_ISSUER: "http://accounts.example.com" }, /OIDC_ISSUER must look/],
    [{ ...all, OIDC_DEFAULT_ROLE: "admin" }, /OIDC_DEFAULT_ROLE/],
    [{ ...all, OIDC_LABEL: "x".repeat(61) }, /OIDC_LABEL/],
  ])("stops the start with %j", (env, message) => {
    expect(() => parse(env)).toThrow(message);
    expect(() => parse(env)).not.toThrow(/not-to-be-told/);
  });
});

describe("adminAccount", () => {
  it.each([
    "owner@example.com",
    "a.b+c'd@sub.example.co.uk",
    "müller@example.com",
    "admin@shop.c1",
    "ops!x@example.com",
    ".a@example.com",
    "a..b@example.com",
    "a@localhost",
  ])("takes %s exactly when the sign-in does", (email) => {
    const check = () => adminAccount(email, "long enough");
    if (z.email().safeParse(email).success) expect(check).not.toThrow();
    else expect(check).toThrow(/ADMIN_EMAIL/);
  });

  it.each(["short", "x".repeat(129)])("refuses the password %s", (password) => {
    expect(() => adminAccount("owner@example.com", password)).toThrow(/ADMIN_PASSWORD/);
  });
});
