import "server-only";

import { promises as dns } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { domainToUnicode } from "node:url";
import { classifyAddress, isAllowed, parseCidrs } from "./addresses";

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/** Resolves a host name to all of its addresses; rejects when it cannot. */
export type ResolveAll = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export type UrlRefusal = "invalid_url" | "scheme" | "credentials" | "blocked_address";
export type UrlCheck = { ok: true } | { ok: false; code: UrlRefusal; message: string };

/** Why the guard let no connection be opened. `message` is fit for an admin to read. */
export class GuardError extends Error {
  override readonly name = "GuardError";
  constructor(
    readonly kind: "dns" | "blocked_address",
    message: string,
    /** The refused address, or the resolver's code such as `ENOTFOUND`. */
    readonly detail: string | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface AddressGuard {
  /**
   * The check at save time: scheme, credentials, and the address when the host is a literal one in
   * any spelling or a `localhost` name. Asks no resolver, so a name may still be refused on sending.
   */
  checkUrl(url: string | URL): UrlCheck;
  /** Whether a connection to this literal address may be opened. */
  allows(ip: string): boolean;
  /**
   * All addresses of a host, vetted; a literal address is its own answer.
   * @throws {GuardError} `blocked_address` when *any* of them is refused, `dns` when there is none.
   */
  resolve(hostname: string): Promise<readonly ResolvedAddress[]>;
  /** `resolve` in the shape of `net.connect({ lookup })`: only vetted addresses get connected to. */
  lookup: LookupFunction;
}

export interface AddressGuardOptions {
  /** Blocks let through although not public, such as `127.0.0.0/8`. */
  allowedCidrs: readonly string[];
  /** The resolver; the operating system's by default. */
  lookup?: ResolveAll;
}

const LOOPBACK_NAME = /(?:^|\.)(?:localhost|localhost\.localdomain|ip6-localhost|ip6-loopback)$/;
const LOOPBACK: readonly ResolvedAddress[] = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
];

/** Lower case, without the brackets of IPv6 and the root's trailing dots. */
const bareHost = (hostname: string) =>
  hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.+$/, "");

/** Punycode as people write it. */
const readable = (hostname: string) => domainToUnicode(hostname) || hostname;

const systemResolve: ResolveAll = async (hostname) =>
  (await dns.lookup(hostname, { all: true, verbatim: true })) as ResolvedAddress[];

const dnsReason = (code: string | null) =>
  code === "ENOTFOUND" || code === "ENODATA"
    ? "no such name"
    : code === "EAI_AGAIN" || code === "ESERVFAIL" || code === "ETIMEOUT"
      ? "the name server did not answer"
      : (code ?? "the look-up failed");

/**
 * Makes the address guard that every outgoing request passes: the protection against requests to
 * our own network (SSRF). It decides on numeric addresses only, at save time for literals and again
 * when a connection is opened, and the connection goes to the very addresses that were vetted, so a
 * name server that answers differently the second time gains nothing.
 * @throws {RangeError} when an entry of `allowedCidrs` is not a block.
 */
export function createAddressGuard(options: AddressGuardOptions): AddressGuard {
  const allowed = parseCidrs(options.allowedCidrs);
  const resolveAll = options.lookup ?? systemResolve;
  const allows = (ip: string) => isAllowed(ip, allowed);

  const blocked = (host: string, address: string) => {
    const { label, embeddedIpv4 } = classifyAddress(address);
    const via = embeddedIpv4 ? `${address} (${embeddedIpv4})` : address;
    const subject = bareHost(host) === address ? via : `${readable(host)} leads to ${via}, which`;
    return new GuardError(
      "blocked_address",
      `${subject} is ${label}; webhooks may only go to public addresses.`,
      address,
    );
  };

  const resolve = async (hostname: string): Promise<readonly ResolvedAddress[]> => {
    const host = bareHost(hostname);
    const literal = isIP(host);
    if (literal !== 0) {
      if (!allows(host)) throw blocked(hostname, host);
      return [{ address: host, family: literal === 4 ? 4 : 6 }];
    }
    // RFC 6761: such a name is always this machine, whatever a resolver says.
    if (LOOPBACK_NAME.test(host)) {
      const open = LOOPBACK.filter(({ address }) => allows(address));
      if (open.length === 0) throw blocked(hostname, "127.0.0.1");
      return open;
    }
    let found: readonly ResolvedAddress[];
    try {
      found = await resolveAll(hostname);
    } catch (cause) {
      const code = codeOf(cause);
      const message = `The name ${readable(hostname)} could not be looked up: ${dnsReason(code)}.`;
      throw new GuardError("dns", message, code, { cause });
    }
    if (found.length === 0) {
      throw new GuardError("dns", `The name ${readable(hostname)} has no address.`, "ENODATA");
    }
    const refused = found.find(({ address }) => !allows(address));
    if (refused) throw blocked(hostname, refused.address);
    return found.map(({ address }) => ({ address, family: isIP(address) === 4 ? 4 : 6 }));
  };

  return {
    allows,
    resolve,
    checkUrl(url) {
      const parsed = typeof url === "string" ? parseUrl(url) : url;
      if (!parsed) return refuse("invalid_url", "This is not a complete web address.");
      if (parsed.protocol !== "https:" && parsed.protocol !== "http:") {
        return refuse("scheme", "The address has to start with https:// or http://.");
      }
      if (parsed.username !== "" || parsed.password !== "") {
        return refuse(
          "credentials",
          "Take the user name and password out of the address and send them in an Authorization header instead.",
        );
      }
      const host = bareHost(parsed.hostname);
      if (isIP(host) !== 0) {
        if (!allows(host)) return refuse("blocked_address", blocked(host, host).message);
      } else if (LOOPBACK_NAME.test(host) && !LOOPBACK.some(({ address }) => allows(address))) {
        return refuse("blocked_address", blocked(host, "127.0.0.1").message);
      }
      return { ok: true };
    },
    lookup(hostname, lookupOptions, callback) {
      resolve(hostname).then(
        (addresses) => {
          const family = familyOf(lookupOptions.family);
          const usable = family ? addresses.filter((a) => a.family === family) : addresses;
          const [first] = usable;
          if (!first) {
            callback(
              new GuardError(
                "dns",
                `The name ${readable(hostname)} has no IPv${family} address.`,
                "ENODATA",
              ),
              "",
            );
          } else if (lookupOptions.all) {
            callback(null, [...usable]);
          } else {
            callback(null, first.address, first.family);
          }
        },
        (error: GuardError) => callback(error, ""),
      );
    },
  };
}

const refuse = (code: UrlRefusal, message: string): UrlCheck => ({ ok: false, code, message });

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function familyOf(family: unknown): 4 | 6 | null {
  if (family === 4 || family === "IPv4") return 4;
  return family === 6 || family === "IPv6" ? 6 : null;
}

function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : null;
}
