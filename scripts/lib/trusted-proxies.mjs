// @ts-check
import net from "node:net";

const LOOPBACK = "127.0.0.0/8, ::1/128";

/**
 * Who may say for whom a request is made. Anybody can write an `X-Forwarded-For`; what a peer writes
 * that is none of these is not passed on, so that throttling and the audit log go by its own address.
 * @param {string | undefined} cidrs As TRUSTED_PROXIES has them; loopback when there are none.
 * @returns {(address: string | undefined) => boolean}
 */
export function trustedProxies(cidrs) {
  const list = new net.BlockList();
  for (const item of (cidrs?.trim() || LOOPBACK).split(/[\s,]+/).filter(Boolean)) {
    const [address = "", prefix] = item.split("/");
    const family = net.isIPv6(address) ? "ipv6" : "ipv4";
    list.addSubnet(address, Number(prefix ?? (family === "ipv6" ? 128 : 32)), family);
  }
  return (address = "") => {
    const plain = plainAddress(address);
    return net.isIP(plain) !== 0 && list.check(plain, net.isIPv6(plain) ? "ipv6" : "ipv4");
  };
}

/**
 * The one address that a request comes from. Each hop that is trusted says who was before it, from the
 * last to the first; what a hop says that is not, or that is no address, is not believed.
 * @param {string | undefined} peer The address of the connection.
 * @param {string | undefined} forwardedFor The header, of however many hops.
 * @param {(address: string) => boolean} isTrusted
 * @returns {string | undefined} Undefined only without a connection.
 */
export function clientOf(peer, forwardedFor, isTrusted) {
  if (peer === undefined) return undefined;
  let client = plainAddress(peer);
  for (const hop of (forwardedFor ?? "").split(",").reverse()) {
    const before = plainAddress(withoutPort(hop.trim()));
    if (!isTrusted(client) || net.isIP(before) === 0) break;
    client = before;
  }
  return client;
}

/**
 * IPv4 that is in the form of IPv6, as a socket that listens on both tells it, as itself.
 * @param {string} address
 */
const plainAddress = (address) => address.replace(/^::ffff:(?=\d+\.)/i, "");

/**
 * Some proxies add the port, to IPv6 in brackets.
 * @param {string} hop
 */
const withoutPort = (hop) =>
  /^\[([^\]]*)\](:\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
