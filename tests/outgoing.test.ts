import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** What runs on the server, with what starts it. Tests and what only tests use are left out. */
const FOLDERS = ["app", "components", "inngest", "lib", "scripts"];
const ROOT_FILES = readdirSync(root).filter((file) => /^[\w.-]+\.(?:ts|mjs)$/.test(file));

const files = [
  ...FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      path.join(folder, file),
    ),
  ),
  ...ROOT_FILES,
].filter(
  (file) =>
    /\.(?:tsx?|mjs)$/.test(file) &&
    !/\.test\.(?:tsx?|mts)$|\.d\.ts$|generated|\/testing\//.test(file) &&
    !/^(?:vitest|playwright|postcss|prisma)\.config\./.test(file),
);

/** Modules of Node and packages with which a connection can be opened. */
const MODULES =
  /(?:from|import|require)\s*\(?\s*"(?:node:)?(https?|http2|net|tls|dgram|undici|nodemailer|ws|axios|got|node-fetch|ky|superagent)(?:\/[\w/-]+)?"/g;
/** What the platform has for it without an import. */
const GLOBALS = /\b(fetch|WebSocket|EventSource|XMLHttpRequest|sendBeacon)\s*\(/g;

/** What a file could open connections with, by names; types and comments open none. */
function openers(file: string): string[] {
  const text = readFileSync(path.join(root, file), "utf8")
    // What only looks at addresses.
    .replace(
      /import \{(?: *(?:isIP|isIPv4|isIPv6|BlockList|SocketAddress),?)+ *\} from "node:net";/g,
      "",
    )
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/^import type [^;]*;$/gm, "")
    .replace(/import\("[\w:]+"\)\.\w+/g, "");
  const found = [...text.matchAll(MODULES), ...text.matchAll(GLOBALS)].map(([, name]) => name);
  return [...new Set(found)].filter((name) => name !== undefined).sort();
}

/** The way out of webhooks, test sends and notifications. */
const WAY_OUT: Record<string, string[]> = {
  "lib/net/request.ts": ["net"],
  "lib/net/open.ts": ["http", "https", "net", "tls"],
  "lib/net/proxy.ts": ["http"],
};

/**
 * Everything else that could, and why it may: none of it goes where somebody using the product says. Nor
 * do the libraries that open connections of their own: pg and Prisma (the operator's database), Inngest's
 * (its server), nodemailer, and better-auth (the identity provider that the operator has set).
 */
const EXCEPTIONS: Record<string, { uses: string[]; why: string }> = {
  "lib/net/smtp.ts": { uses: ["nodemailer"], why: "The operator's mail server, from SMTP_URL." },
  "lib/instance/health.ts": { uses: ["fetch"], why: "Asks the engine the operator has set." },
  "components/api/index.ts": { uses: ["fetch"], why: "The browser, to its own origin." },
  "inngest/engine/protocol/caller.ts": {
    uses: ["undici"],
    why: "The engine calls our own web server, at an address the operator has set.",
  },
  "inngest/engine/server.ts": { uses: ["http"], why: "Listens." },
  "lib/gathering-socket.ts": {
    uses: ["net"],
    why: "pg's own socket, to the operator's database: it only gathers writes.",
  },
  "scripts/inngest-sync.ts": {
    uses: ["fetch"],
    why: "Asks our own web server, at the operator's APP_URL.",
  },
  "scripts/web-server.mjs": { uses: ["http"], why: "Listens." },
  "scripts/lib/ports.mjs": { uses: ["net"], why: "Tries whether a port of this machine is free." },
  "scripts/lib/engine-checks.ts": {
    uses: ["fetch"],
    why: "Asks the operator's Inngest server how it is.",
  },
  "scripts/lib/trusted-proxies.mjs": { uses: ["net"], why: "isIP and BlockList only." },
  "scripts/lib/health.mjs": { uses: ["fetch", "net"], why: "Asks the product it has started." },
  "scripts/lib/config-checks.mjs": { uses: ["net"], why: "isIP only." },
};

describe("the way out", () => {
  const found = Object.fromEntries(
    files.map((file) => [file, openers(file)] as const).filter(([, uses]) => uses.length > 0),
  );

  it("is lib/net alone: no other module can open a connection, but those named with a reason", () => {
    const excepted = Object.entries(EXCEPTIONS).map(([file, { uses }]) => [file, uses] as const);
    expect(found).toEqual({ ...WAY_OUT, ...Object.fromEntries(excepted) });
    for (const { why } of Object.values(EXCEPTIONS)) expect(why).toMatch(/\.$/);
  });

  it("is taken from one place, by what the guard has vetted", () => {
    const users = (name: RegExp) =>
      files.filter((file) => name.test(readFileSync(path.join(root, file), "utf8")));
    expect(users(/from "(?:@\/lib\/net|\.)\/request"/)).toEqual(["lib/webhooks/send.ts"]);
    expect(users(/from "(?:@\/lib\/net|\.)\/open"/).sort()).toEqual([
      "lib/net/request.ts",
      "lib/outgoing/check-address.ts",
    ]);
    expect(users(/\bsendWebhook\(/).sort()).toEqual([
      "lib/deliveries/attempt-delivery.ts",
      "lib/notifications/attempt-send.ts",
      "lib/webhooks/send.ts",
    ]);
  });

  it("is seen in whichever way it is written", () => {
    expect(files.length).toBeGreaterThan(400);
    for (const text of [
      'import http from "node:http";',
      'import { request } from "https";',
      'await import("undici")',
      'require("node:tls")',
      'import { Agent } from "undici/types"',
    ]) {
      expect(text.match(MODULES), text).not.toBeNull();
    }
    expect("globalThis.fetch(url)".match(GLOBALS)).not.toBeNull();
  });
});
