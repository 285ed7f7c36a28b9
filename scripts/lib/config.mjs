// @ts-check
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import * as check from "./config-checks.mjs";
import { UserError } from "./user-error.mjs";

/**
 * @typedef {Record<string, string | undefined>} Env
 *
 * @typedef {object} Config
 * @property {number} port
 * @property {string} host
 * @property {string} appUrl Public address, without a trailing slash.
 * @property {string | null} databaseUrl null: the embedded PostgreSQL.
 * @property {string} dataDir Absolute.
 * @property {string | null} appSecret null: generated into the data folder.
 * @property {boolean} externalInngest True when an Inngest server is configured.
 */

/**
 * The process environment over `.env.local` over `.env`; a variable that is set but empty hides
 * the files' value, as it does for Next.
 * @param {string} root
 * @param {Env} processEnv
 * @returns {Env}
 */
export function readEnvironment(root, processEnv) {
  /** @type {Env} */
  const env = {};
  for (const name of [".env", ".env.local"]) {
    const file = path.join(root, name);
    if (!existsSync(file)) continue;
    try {
      Object.assign(env, parseEnv(readFileSync(file, "utf8")));
    } catch (error) {
      throw new UserError(`${file} can't be read: ${/** @type {Error} */ (error).message}.`);
    }
  }
  return { ...env, ...processEnv };
}

/**
 * Checks every variable of design/api.md, so that a wrong one stops the start and not a child.
 * @param {Env} env
 * @param {string} root Base of a relative DATA_DIR.
 * @returns {Config}
 * @throws {UserError} One sentence that names the variable; never a secret's value.
 */
export function parseConfig(env, root) {
  /** @param {string} name */
  const read = (name) => env[name]?.trim() || null;

  const port = check.wholeNumber("PORT", read("PORT") ?? "3000", 1, 65535);
  const host = check.host("HOST", read("HOST") ?? "127.0.0.1");
  const appUrl = check.origin("APP_URL", read("APP_URL") ?? defaultAppUrl(host, port));
  const databaseUrl = check.databaseUrl("DATABASE_URL", read("DATABASE_URL"));
  const appSecret = read("APP_SECRET");
  masterKey("APP_SECRET", appSecret);
  masterKey("APP_SECRET_PREVIOUS", read("APP_SECRET_PREVIOUS"));
  if (databaseUrl && !appSecret && read("NODE_ENV") === "production") {
    throw new UserError(
      "APP_SECRET must be set beside DATABASE_URL in production, so that every instance reads the same secrets.",
    );
  }

  check.adminAccount(read("ADMIN_EMAIL"), env.ADMIN_PASSWORD || null);
  check.oneOf("LOG_LEVEL", read("LOG_LEVEL"), check.LOG_LEVELS);
  check.positiveNumber("WEBHOOK_BACKOFF_BASE_SECONDS", read("WEBHOOK_BACKOFF_BASE_SECONDS"), 3600);
  const rate = read("API_RATE_LIMIT_PER_MINUTE");
  if (rate !== null) check.wholeNumber("API_RATE_LIMIT_PER_MINUTE", rate, 1, 1_000_000);
  check.cidrs("WEBHOOK_ALLOWED_CIDRS", read("WEBHOOK_ALLOWED_CIDRS"));
  check.cidrs("TRUSTED_PROXIES", read("TRUSTED_PROXIES"));
  check.proxy("OUTBOUND_PROXY_URL", read("OUTBOUND_PROXY_URL"));
  check.singleSignOn({
    issuer: read("OIDC_ISSUER"),
    clientId: read("OIDC_CLIENT_ID"),
    secret: read("OIDC_CLIENT_SECRET"),
  });
  const label = read("OIDC_LABEL");
  if (label !== null && label.length > 60) {
    throw new UserError("OIDC_LABEL must have at most 60 characters.");
  }
  check.oneOf("OIDC_DEFAULT_ROLE", read("OIDC_DEFAULT_ROLE"), ["viewer", "editor", "owner"]);
  check.mailServer(read("SMTP_URL"), read("MAIL_FROM"));

  return {
    port,
    host,
    appUrl,
    databaseUrl,
    dataDir: path.resolve(root, read("DATA_DIR") ?? ".data"),
    appSecret,
    externalInngest: parseInngest(read),
  };
}

/**
 * @param {string} name
 * @param {string | null} value
 */
function masterKey(name, value) {
  if (value && value.length < 16) {
    throw new UserError(
      `${name} must be at least 16 characters long, as from \`openssl rand -base64 32\`.`,
    );
  }
}

/** @param {(name: string) => string | null} read */
function parseInngest(read) {
  const dev = read("INNGEST_DEV");
  const devMode = dev !== null && !["0", "false"].includes(dev.toLowerCase());
  check.httpUrl("INNGEST_BASE_URL", read("INNGEST_BASE_URL"));
  const eventKey = read("INNGEST_EVENT_KEY");
  const signingKey = read("INNGEST_SIGNING_KEY");
  if (signingKey && !/^(signkey-[\w]+-)?[0-9a-f]+$/i.test(signingKey)) {
    throw new UserError(
      "INNGEST_SIGNING_KEY must look like signkey-prod-… followed by hexadecimal digits.",
    );
  }
  const external = devMode || Boolean(read("INNGEST_BASE_URL") || eventKey || signingKey);
  if (external && !devMode && !eventKey) {
    throw new UserError(
      "INNGEST_EVENT_KEY is missing: an Inngest server needs it beside the other INNGEST_ variables.",
    );
  }
  if (external && !devMode && !signingKey) {
    throw new UserError(
      "INNGEST_SIGNING_KEY is missing: an Inngest server needs it beside the other INNGEST_ variables.",
    );
  }
  return external;
}

/**
 * @param {string} host
 * @param {number} port
 */
export function defaultAppUrl(host, port) {
  return `http://${urlHost(isWildcard(host) ? "localhost" : host)}:${port}`;
}

/**
 * Where a process on this machine reaches the web server: a wildcard is no address to connect to.
 * @param {string} host
 * @param {number} port
 */
export function localUrl(host, port) {
  if (host === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (host === "::") return `http://[::1]:${port}`;
  return `http://${urlHost(host)}:${port}`;
}

/** @param {string} host */
const isWildcard = (host) => host === "0.0.0.0" || host === "::";

/** @param {string} host */
const urlHost = (host) => (host.includes(":") ? `[${host}]` : host);
