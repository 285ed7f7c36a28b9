// @ts-check
import net from "node:net";
import { UserError } from "./user-error.mjs";

/**
 * @param {string} host
 * @param {number} port 0 for any
 * @returns {Promise<number>} The port that could be bound; rejects with the system's error.
 */
export function tryPort(host, port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(address.port));
    });
  });
}

/**
 * A free loopback port, the preferred one if it is still free.
 * @param {number} [preferred]
 */
export async function freePort(preferred) {
  if (preferred) {
    try {
      return await tryPort("127.0.0.1", preferred);
    } catch {
      // Somebody else has it now: any other will do.
    }
  }
  return tryPort("127.0.0.1", 0);
}

/**
 * @param {string} host
 * @param {number} port
 * @throws {UserError} When the web server could not listen there.
 */
export async function assertPortFree(host, port) {
  try {
    await tryPort(host, port);
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code === "EADDRINUSE") {
      throw new UserError(
        `Port ${port} on ${host} is already in use; stop the program that has it, or choose another with PORT=${port < 65535 ? port + 1 : port - 1}.`,
      );
    }
    if (code === "EACCES") {
      throw new UserError(`PORT ${port} needs special rights; choose one from 1024 up.`);
    }
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
      throw new UserError(`HOST ${host} is no address of this machine; try 127.0.0.1 or 0.0.0.0.`);
    }
    throw new UserError(
      `Can't listen on ${host}:${port}: ${/** @type {Error} */ (error).message}.`,
    );
  }
}
