// @ts-check
import net from "node:net";
import { UserError } from "./user-error.mjs";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];

/**
 * @param {string} name
 * @param {string} value
 * @param {number} min
 * @param {number} max
 */
export function wholeNumber(name, value, min, max) {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= min && number <= max)) {
    throw new UserError(`${name} must be a whole number from ${min} to ${max}; it is "${value}".`);
  }
  return number;
}

/**
 * @param {string} name
 * @param {string | null} value
 * @param {number} max
 */
export function positiveNumber(name, value, max) {
  if (value === null) return;
  if (!(Number(value) > 0 && Number(value) <= max)) {
    throw new UserError(`${name} must be a number above 0, at most ${max}; it is "${value}".`);
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function host(name, value) {
  if (net.isIP(value) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value)) return value;
  throw new UserError(
    `${name} must be an address or a host name without scheme or port; it is "${value}".`,
  );
}

/**
 * An http(s) address without path, query or credentials.
 * @param {string} name
 * @param {string} value
 */
export function origin(name, value) {
  const url = parseUrl(value);
  const bare =
    url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search && !url.hash;
  if (!bare || url.username || url.password) {
    throw new UserError(
      `${name} must be an http or https address without a path, as https://hooks.example.com.`,
    );
  }
  return url.origin;
}

/**
 * @param {string} name
 * @param {string | null} value
 */
export function httpUrl(name, value) {
  if (value === null) return;
  const url = parseUrl(value);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UserError(`${name} must be an http or https address.`);
  }
}

/**
 * @param {string} name
 * @param {string | null} value
 */
export function databaseUrl(name, value) {
  if (value === null) return null;
  const url = parseUrl(value);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2) {
    throw new UserError(`${name} must look like postgresql://user:password@host:5432/database.`);
  }
  return value;
}

/**
 * @param {string} name
 * @param {string | null} value
 * @param {string[]} choices
 */
export function oneOf(name, value, choices) {
  if (value === null || choices.includes(value)) return;
  throw new UserError(`${name} must be one of ${choices.join(", ")}; it is "${value}".`);
}

/**
 * Addresses or ranges separated by commas or blanks.
 * @param {string} name
 * @param {string | null} value
 */
export function cidrs(name, value) {
  for (const item of value?.split(/[\s,]+/).filter(Boolean) ?? []) {
    const [address = "", prefix, ...rest] = item.split("/");
    const family = net.isIP(address);
    const bits = prefix === undefined ? 0 : /^\d+$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (!family || rest.length > 0 || !(bits <= (family === 4 ? 32 : 128))) {
      throw new UserError(`${name} must list ranges like 10.0.0.0/8; "${item}" is none.`);
    }
  }
}

/**
 * @param {string} name
 * @param {string | null} value May hold a password: it is never repeated.
 */
export function proxy(name, value) {
  if (value === null) return;
  const url = parseUrl(value);
  if (url?.protocol !== "http:" || !url.hostname || url.pathname !== "/") {
    throw new UserError(
      `${name} must look like http://proxy.internal:3128, with user:password@ before the host if it wants them.`,
    );
  }
}

/** What the sign-in takes (zod's `email`, which is not installed yet when this runs). */
const EMAIL =
  /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

/**
 * The mail server and the sender's address, needed together.
 * @param {string | null} smtpUrl May hold a password: it is never repeated.
 * @param {string | null} from
 */
export function mailServer(smtpUrl, from) {
  if (!smtpUrl && !from) return;
  if (!smtpUrl) throw new UserError("SMTP_URL must be set beside MAIL_FROM.");
  if (!from) throw new UserError("MAIL_FROM must be set beside SMTP_URL.");
  const url = parseUrl(smtpUrl);
  if (!url || !/^smtps?:$/.test(url.protocol) || !url.hostname) {
    throw new UserError(
      "SMTP_URL must look like smtps://user:password@mail.example.com:465, or begin with smtp://.",
    );
  }
  const address = /<([^<>]*)>$/.exec(from)?.[1] ?? from;
  if (!EMAIL.test(address)) {
    throw new UserError(
      `MAIL_FROM must be an e-mail address, or a name and one as in "Orders <orders@example.com>"; it is "${from}".`,
    );
  }
}

/**
 * Single sign-on needs all three, or none of them.
 * @param {{ issuer: string | null, clientId: string | null, secret: string | null }} given
 */
export function singleSignOn({ issuer, clientId, secret }) {
  if (!issuer && !clientId && !secret) return;
  if (!issuer || !clientId || !secret) {
    throw new UserError("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set together.");
  }
  const url = parseUrl(issuer);
  const isLocal = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (!url || (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal))) {
    throw new UserError("OIDC_ISSUER must look like https://accounts.example.com.");
  }
}

/**
 * @param {string | null} email
 * @param {string | null} password
 */
export function adminAccount(email, password) {
  if (!email && !password) return;
  if (!email) throw new UserError("ADMIN_EMAIL must be set beside ADMIN_PASSWORD.");
  if (!password) throw new UserError("ADMIN_PASSWORD must be set beside ADMIN_EMAIL.");
  if (!EMAIL.test(email)) {
    throw new UserError(`ADMIN_EMAIL must be an e-mail address; it is "${email}".`);
  }
  if (password.length < 8 || password.length > 128) {
    throw new UserError("ADMIN_PASSWORD must have 8 to 128 characters.");
  }
}

/** @param {string} value */
function parseUrl(value) {
  try {
    return new URL(value);
  } catch {
    return null;
  }
}
