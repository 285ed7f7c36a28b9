// @ts-check
import { localUrl } from "./config.mjs";

/** The variables of a running product that a script needs to be one of its processes. */
const SHARED_WITH_SCRIPTS =
  /^(DATABASE_URL|APP_SECRET|APP_SECRET_PREVIOUS|APP_URL|DATA_DIR|PORT|HOST|ENGINE_KIND|INNGEST_\w+|WEBHOOK_\w+|SMTP_URL|MAIL_FROM|LOG_LEVEL|NODE_ENV)$/;

/**
 * What every process of the product is started with. The engine gets two more (`engineEnvironment`).
 * @param {object} options
 * @param {import("./config.mjs").Env} options.base The user's environment.
 * @param {import("./config.mjs").Config} options.config
 * @param {import("./data-dir.mjs").Secrets} options.secrets
 * @param {string} options.databaseUrl
 * @param {number | null} options.enginePort null: an Inngest server is configured.
 * @param {boolean} options.dev
 * @returns {Record<string, string>}
 */
export function productEnvironment({ base, config, secrets, databaseUrl, enginePort, dev }) {
  /** @type {Record<string, string>} */
  const env = {
    ...defined(base),
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    DATA_DIR: config.dataDir,
    APP_SECRET: config.appSecret ?? secrets.appSecret,
    APP_URL: config.appUrl,
    PORT: String(config.port),
    HOST: config.host,
    ENGINE_KIND: enginePort === null ? "inngest" : "embedded",
  };
  if (enginePort === null) return env;
  const { INNGEST_DEV: _off, ...rest } = env;
  return {
    ...rest,
    INNGEST_BASE_URL: `http://127.0.0.1:${enginePort}`,
    INNGEST_EVENT_KEY: secrets.eventKey,
    INNGEST_SIGNING_KEY: secrets.signingKey,
  };
}

/**
 * @param {Record<string, string>} env As `productEnvironment` made it.
 * @param {import("./config.mjs").Config} config
 * @param {number} enginePort
 */
export const engineEnvironment = (env, config, enginePort) => ({
  ...env,
  ENGINE_PORT: String(enginePort),
  ENGINE_SERVE_URL: `${localUrl(config.host, config.port)}/api/inngest`,
});

/** @param {Record<string, string>} env */
export const scriptEnvironment = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => SHARED_WITH_SCRIPTS.test(name)));

/**
 * @param {import("./config.mjs").Env} env
 * @returns {Record<string, string>} Without what is unset or empty, which mean the same.
 */
function defined(env) {
  /** @type {Record<string, string>} */
  const result = {};
  for (const [name, value] of Object.entries(env)) if (value) result[name] = value;
  return result;
}
