/** Names of hosts, as they stand in addresses and in the allow-list. Pure. */

/** RFC 6761 and what Linux distributions add: such a name is always this machine. */
const LOOPBACK_NAME = /(?:^|\.)(?:localhost|localhost\.localdomain|ip6-localhost|ip6-loopback)$/;

/** Lower case, without the brackets of IPv6 and the root's trailing dots. */
export const bareHost = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.+$/, "");

/** Whether a bare host is a name of this machine, whatever a resolver says. */
export const isLoopbackName = (host: string): boolean => LOOPBACK_NAME.test(host);

/** A name, or all names below one. */
export interface HostPattern {
  /** As it is compared: lower case, punycode. */
  host: string;
  /** Of `*.example.com`: the names below it, and not itself. */
  isBelow: boolean;
}

const NAME =
  /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Reads a host name, as `erp.internal`, or `*.example.com` for all names below one. Names in other
 * alphabets are compared as punycode.
 * @throws {RangeError} naming the text, when it is neither; an address is none.
 */
export function parseHostPattern(text: string): HostPattern {
  const isBelow = text.startsWith("*.");
  const name = isBelow ? text.slice(2) : text;
  const url = `http://${name}/`;
  const isBare = !/[\s/@:?#[\]\\%]/.test(name) && URL.canParse(url);
  const host = isBare ? bareHost(new URL(url).hostname) : "";
  // What ends in digits is an IPv4 address to WHATWG, however it is spelled.
  if (!NAME.test(host) || /(?:^|\.)\d+$/.test(host)) {
    throw new RangeError(
      `“${text}” is not a host name; write it like erp.internal or *.example.com, and addresses among the address blocks.`,
    );
  }
  return { host, isBelow };
}

/** Whether a bare host is one of those that the patterns name. */
export const matchesHost = (host: string, patterns: readonly HostPattern[]): boolean =>
  patterns.some((pattern) =>
    pattern.isBelow ? host.endsWith(`.${pattern.host}`) : host === pattern.host,
  );
