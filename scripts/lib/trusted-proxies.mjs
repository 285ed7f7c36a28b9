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
    // IPv4 in the form of IPv6, as a socket that listens on both tells it.
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
    return net.isIP(plain) !== 0 && list.check(plain, net.isIPv6(plain) ? "ipv6" : "ipv4");
  };
}
