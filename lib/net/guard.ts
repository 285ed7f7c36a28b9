import "server-only";

import { promises as dns } from "node:dns";
import { isIP } from "node:net";
import { domainToUnicode } from "node:url";
import { bareHost, isLoopbackName } from "./hosts";
import type { OutboundProxy } from "./proxy";
import {
  type AllowedBy,
  addressRefusal,
  compileRules,
  isLiteral,
  LOOPBACK_ADDRESSES,
  type OwnerRules,
  type Refusal,
  refusalOf,
  type UrlCheck,
} from "./rules";

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/** Resolves a host name to all of its addresses; rejects when it cannot. */
export type ResolveAll = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** Why the guard let no connection be opened. `message` is fit for an admin to read. */
export class GuardError extends Error {
  override readonly name = "GuardError";
  readonly refusal: Refusal | null;
  constructor(
    readonly kind: "dns" | "blocked_address",
    message: string,
    /** The refused address, or the resolver's code such as `ENOTFOUND`. */
    readonly detail: string | null,
    options?: ErrorOptions & {
      /** Of a refusal: what it is about. */
      refusal?: Refusal;
    },
  ) {
    super(message, options);
    this.refusal = options?.refusal ?? null;
  }
}

/** The error of an address that is refused before anything is looked up. */
export function refusedUrl(url: URL, { code, message }: UrlCheck & { ok: false }): GuardError {
  const host = bareHost(url.hostname);
  const isAddress = code === "blocked_address" && isLiteral(host);
  const refusal = isAddress ? refusalOf(host) : code;
  return new GuardError("blocked_address", message, null, { refusal });
}

/** An address of a host, and who lets it through; null when nobody does. */
export interface JudgedAddress extends ResolvedAddress {
  allowedBy: AllowedBy | null;
}

export interface AddressGuard {
  /**
   * The check that needs no resolver: scheme, credentials, port, and the address when the host is a
   * literal one in any spelling or a `localhost` name. A name may still be refused on sending.
   */
  checkUrl(url: string | URL): UrlCheck;
  /**
   * All addresses of a host, judged one by one; a literal address is its own answer.
   * @throws {GuardError} `dns` when there is none.
   */
  judge(hostname: string): Promise<readonly JudgedAddress[]>;
  /**
   * All addresses of a host, vetted: the only ones that may be connected to.
   * @throws {GuardError} `blocked_address` when *any* of them is refused, `dns` when there is none.
   */
  resolve(hostname: string): Promise<readonly ResolvedAddress[]>;
  /** Through which requests leave; null: directly. */
  readonly proxy: OutboundProxy | null;
}

export interface AddressGuardOptions {
  /** Blocks that the operator lets through although not public, such as `127.0.0.0/8`. */
  allowedCidrs: readonly string[];
  /** What an owner chose. */
  owner?: Partial<OwnerRules>;
  proxy?: OutboundProxy | null;
  /** The resolver; the operating system's by default. */
  lookup?: ResolveAll;
}

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

const familyOf = (address: string) => (isIP(address) === 6 ? 6 : 4);

/**
 * Makes the address guard that every outgoing request passes: the protection against requests to
 * our own network (SSRF). It decides on numeric addresses only, at save time for literals and again
 * at every attempt, and the connection goes to the very addresses that were vetted, so a name server
 * that answers differently the second time gains nothing.
 * @throws {RangeError} when an entry of a list is not what the list holds.
 */
export function createAddressGuard(options: AddressGuardOptions): AddressGuard {
  const rules = compileRules(options.allowedCidrs, options.owner);
  const resolveAll = options.lookup ?? systemResolve;

  const lookUp = async (hostname: string): Promise<readonly string[]> => {
    let found: readonly ResolvedAddress[];
    try {
      found = await resolveAll(hostname);
    } catch (cause) {
      const code = codeOf(cause);
      const message = `The name ${readable(hostname)} could not be looked up: ${dnsReason(code)}.`;
      throw new GuardError("dns", message, code, { cause });
    }
    if (found.length === 0)
      throw new GuardError("dns", `The name ${readable(hostname)} has no address.`, "ENODATA");
    return found.map(({ address }) => address);
  };

  const judge = async (hostname: string): Promise<readonly JudgedAddress[]> => {
    const host = bareHost(hostname);
    const judged = (address: string): JudgedAddress => ({
      address,
      family: familyOf(address),
      allowedBy: rules.judge(address, host),
    });
    if (isIP(host) !== 0) return [judged(host)];
    if (!isLoopbackName(host)) return (await lookUp(hostname)).map(judged);
    // Nobody is asked what this machine is; of its two addresses the one that is allowed is enough.
    const own = LOOPBACK_ADDRESSES.map(judged);
    const open = own.filter(({ allowedBy }) => allowedBy !== null);
    return open.length > 0 ? open : own;
  };

  return {
    proxy: options.proxy ?? null,
    checkUrl: rules.checkUrl,
    judge,
    async resolve(hostname) {
      const judged = await judge(hostname);
      const refused = judged.find(({ allowedBy }) => allowedBy === null);
      if (!refused) return judged.map(({ address, family }) => ({ address, family }));
      const { address } = refused;
      const name = bareHost(hostname) === address ? undefined : readable(hostname);
      throw new GuardError("blocked_address", addressRefusal(address, name), address, {
        refusal: refusalOf(address),
      });
    },
  };
}

function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : null;
}
