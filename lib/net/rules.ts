import { classifyAddress, isAllowed, parseCidr, parseCidrs } from "./addresses";
import { bareHost, isLoopbackName, matchesHost, parseHostPattern } from "./hosts";
import { parsePortRange, portOf, portRefusal } from "./ports";
import type { AddressClass } from "./special-addresses";

/** What an owner chooses of where webhooks may go; the empty lists and false are the default. */
export interface OwnerRules {
  httpsOnly: boolean;
  /** Ports and ranges, as `443` or `8000-8099`; empty: all but those of other services. */
  allowedPorts: readonly string[];
  /** Blocks that are let through although not public. */
  allowedCidrs: readonly string[];
  /** Names that may lead to addresses inside the network. */
  allowedHosts: readonly string[];
}

/** Who lets an address through. */
export type AllowedBy = "public" | "operator" | "owner";

export type UrlRefusal =
  | "invalid_url"
  | "scheme"
  | "credentials"
  | "https_only"
  | "port"
  | "blocked_address";
/** Why the guard refuses, as far as what can be done about it differs. */
export type Refusal = UrlRefusal | "operators_address" | "by_proxy";
export type UrlCheck = { ok: true } | { ok: false; code: UrlRefusal; message: string };

/** The decision where a request may go, as far as it needs no resolver. */
export interface OutboundRules {
  /** Who lets this literal address through when it is reached by `host`; null when nobody does. */
  judge(ip: string, host: string): AllowedBy | null;
  /**
   * Scheme, credentials and port, and the address when the host is a literal one in any spelling or a
   * name of this machine.
   */
  checkUrl(url: string | URL): UrlCheck;
}

/**
 * What an owner may allow. The rest (link-local and metadata addresses, which hand credentials to
 * whoever asks, and what no receiver has) is for the operator alone, whom nobody can phish on the web.
 */
const FOR_OWNERS: ReadonlySet<AddressClass> = new Set([
  "loopback",
  "private",
  "shared",
  "benchmarking",
]);

/** Whether an owner may allow addresses that are for this; public ones need no allowing. */
export const isForOwners = (addressClass: AddressClass): boolean => FOR_OWNERS.has(addressClass);

export const LOOPBACK_ADDRESSES = ["127.0.0.1", "::1"] as const;

const refuse = (code: UrlRefusal, message: string): UrlCheck => ({ ok: false, code, message });
const IP_TEXT = /^[\d.]+$|:/;

/** Whether a bare host of a parsed URL is a literal address rather than a name. */
export const isLiteral = (host: string): boolean => IP_TEXT.test(host);

/**
 * Why an address is refused, in words.
 * @param name the host that leads to it, as people write it; left out where the address itself was given
 */
export function addressRefusal(ip: string, name?: string): string {
  const { label, embeddedIpv4 } = classifyAddress(ip);
  const via = embeddedIpv4 ? `${ip} (${embeddedIpv4})` : ip;
  const subject = name === undefined ? via : `${name} leads to ${via}, which`;
  return `${subject} is ${label}; webhooks may only go to public addresses.`;
}

/** Whether a refused address is one that an owner may allow, or only the operator. */
export const refusalOf = (ip: string): Refusal =>
  isForOwners(classifyAddress(ip).class) ? "blocked_address" : "operators_address";

/**
 * Compiles the operator's blocks and an owner's choice into the decision. Pure: the editor's warnings
 * in the browser are made by it, as is the guard.
 * @throws {RangeError} when an entry is not what its list holds.
 */
export function compileRules(
  operatorCidrs: readonly string[],
  owner: Partial<OwnerRules> = {},
): OutboundRules {
  const { httpsOnly = false, allowedPorts = [], allowedCidrs = [], allowedHosts = [] } = owner;
  const byOperator = parseCidrs(operatorCidrs);
  const byOwner = allowedCidrs.map(parseCidr);
  const hosts = allowedHosts.map(parseHostPattern);
  const ports = allowedPorts.map(parsePortRange);

  const judge = (ip: string, host: string): AllowedBy | null => {
    const { class: addressClass } = classifyAddress(ip);
    if (addressClass === "public") return "public";
    if (isAllowed(ip, byOperator)) return "operator";
    if (!isForOwners(addressClass)) return null;
    return isAllowed(ip, byOwner) || matchesHost(bareHost(host), hosts) ? "owner" : null;
  };

  const checkHost = (host: string): UrlCheck => {
    if (isLiteral(host) && judge(host, host) === null)
      return refuse("blocked_address", addressRefusal(host));
    if (isLoopbackName(host) && LOOPBACK_ADDRESSES.every((ip) => judge(ip, host) === null))
      return refuse("blocked_address", addressRefusal("127.0.0.1", host));
    return { ok: true };
  };

  return {
    judge,
    checkUrl(given) {
      if (typeof given === "string" && !URL.canParse(given))
        return refuse("invalid_url", "This is not a complete web address.");
      const url = new URL(given);
      const { protocol, username, password, hostname } = url;
      if (protocol !== "https:" && protocol !== "http:")
        return refuse("scheme", "The address has to start with https:// or http://.");
      if (username !== "" || password !== "") {
        return refuse(
          "credentials",
          "Take the user name and password out of the address and send them in an Authorization header instead.",
        );
      }
      if (httpsOnly && protocol === "http:")
        return refuse("https_only", "Webhooks may only go to https:// addresses here.");
      const portProblem = portRefusal(portOf(url), ports);
      if (portProblem !== null) return refuse("port", portProblem);
      return checkHost(bareHost(hostname));
    },
  };
}
