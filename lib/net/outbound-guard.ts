import "server-only";
import { env, isLoopbackHost } from "@/lib/env";
import { classifyAddress } from "@/lib/net/addresses";
import { type AddressGuard, createAddressGuard } from "@/lib/net/guard";
import { bareHost, isLoopbackName } from "@/lib/net/hosts";
import { type OutboundPolicy, outboundPolicy } from "@/lib/net/outbound-policy";
import { type OutboundProxy, parseProxyUrl } from "@/lib/net/proxy";

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

const EVERYWHERE = ["0.0.0.0/0", "::/0"];
const EVERY_PORT = ["1-65535"];

let current: { policy: OutboundPolicy; guard: AddressGuard } | undefined;
let ownGuard: AddressGuard | undefined;

/**
 * Whether loopback is let through unasked: where the server is bound to it and APP_URL leads to it too.
 * Nobody else can reach the product then. With another APP_URL a reverse proxy lets others in, who
 * could reach the services of this machine that are for nobody but itself.
 */
export function isLoopbackOpen(): boolean {
  const { WEBHOOK_ALLOWED_CIDRS, HOST, appUrl } = env();
  if (WEBHOOK_ALLOWED_CIDRS !== undefined || !isLoopbackHost(HOST)) return false;
  const host = bareHost(new URL(appUrl).hostname);
  return isLoopbackName(host) || classifyAddress(host).class === "loopback";
}

/** The blocks the guard lets through although not public: WEBHOOK_ALLOWED_CIDRS, or loopback, if open. */
export function allowedCidrs(): string[] {
  const { WEBHOOK_ALLOWED_CIDRS } = env();
  if (WEBHOOK_ALLOWED_CIDRS !== undefined) {
    return WEBHOOK_ALLOWED_CIDRS.split(/[\s,]+/)
      .map((cidr) => cidr.trim())
      .filter(Boolean);
  }
  return isLoopbackOpen() ? LOOPBACK : [];
}

/** Where requests leave through; null: directly. */
export function outboundProxy(): OutboundProxy | null {
  const { OUTBOUND_PROXY_URL } = env();
  return OUTBOUND_PROXY_URL === undefined ? null : parseProxyUrl(OUTBOUND_PROXY_URL);
}

/**
 * The address guard for a request to `url`, by what the operator and the owners allow now; to be asked
 * for at each attempt. A check outside of one gives the `policy` that it has just read. Our own test
 * inboxes are at the address that the operator gave this instance, wherever that is: they can be reached
 * although it may be a private one, and without the proxy.
 */
export async function outboundGuard(url: string, policy?: OutboundPolicy): Promise<AddressGuard> {
  if (isOwnInbox(url)) {
    ownGuard ??= createAddressGuard({
      allowedCidrs: EVERYWHERE,
      owner: { allowedPorts: EVERY_PORT },
    });
    return ownGuard;
  }
  if (policy) return guardOf(policy);
  const held = await outboundPolicy();
  if (current?.policy !== held) current = { policy: held, guard: guardOf(held) };
  return current.guard;
}

const guardOf = (policy: OutboundPolicy): AddressGuard =>
  createAddressGuard({ allowedCidrs: allowedCidrs(), owner: policy, proxy: outboundProxy() });

/** Whether an address is one of this instance's own test inboxes. */
export function isOwnInbox(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, pathname } = new URL(url);
  const own = new URL(`${env().appUrl}/in/`);
  return origin === own.origin && pathname.startsWith(own.pathname);
}
