// @ts-check
import pg from "pg";
import { UserError } from "./user-error.mjs";

const MIN_SERVER_VERSION = 140_000;

/**
 * Opens one connection; a failure is one sentence that names the server and never the password.
 * @param {string} url
 * @param {{ create?: boolean }} [options] create: make the database when the server has none of that name.
 * @returns {Promise<pg.Client>}
 */
export async function connect(url, { create = false } = {}) {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "traderlaunchpad-scripts",
  });
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    const { code } = /** @type {{ code?: string }} */ (error);
    if (create && code === "3D000") {
      await createDatabase(url);
      return connect(url);
    }
    throw new UserError(`${whichDatabase(url)} ${explain(error, url)}`);
  }
  const { rows } = await client.query("show server_version_num");
  if (Number(rows[0].server_version_num) < MIN_SERVER_VERSION) {
    await client.end();
    throw new UserError(
      `${whichDatabase(url)} is older than PostgreSQL 14; upgrade it, or name another server.`,
    );
  }
  return client;
}

/** @param {string} url */
async function createDatabase(url) {
  const server = new URL(url);
  const name = decodeURIComponent(server.pathname.slice(1));
  server.pathname = "/postgres";
  const client = await connect(server.href);
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** @param {string} url */
function whichDatabase(url) {
  const { hostname, port, pathname } = new URL(url);
  return `The database "${decodeURIComponent(pathname.slice(1))}" at ${hostname || "localhost"}:${port || 5432} (DATABASE_URL)`;
}

/**
 * @param {unknown} error As node-postgres throws it.
 * @param {string} url
 */
function explain(error, url) {
  const { code, message, errors } =
    /** @type {{ code?: string, message: string, errors?: Error[] }} */ (error);
  switch (code) {
    case "ECONNREFUSED":
      return "can't be reached: nothing listens there; start PostgreSQL, or correct the address.";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "can't be reached: the host name is unknown; correct the address.";
    case "28P01":
    case "28000":
      return "refuses the user or the password; correct them.";
    case "3D000":
      return "does not exist on that server; create it, or correct the name.";
    default: {
      const reason = message || errors?.[0]?.message || code || "unknown error";
      const { password } = new URL(url);
      const safe = password ? reason.replaceAll(decodeURIComponent(password), "•••") : reason;
      return `can't be reached: ${safe.replace(/\.$/, "")}.`;
    }
  }
}
