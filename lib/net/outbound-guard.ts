import "server-only";
import { env, isLoopbackHost } from "@/lib/env";
import { type AddressGuard, createAddressGuard } from "@/lib/net/guard";
import { type OutboundPolicy, outboundPolicy } from "@/lib/net/outbound-policy";
import { type OutboundProxy, parseProxyUrl } from "@/lib/net/proxy";

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

const EVERYWHERE = ["0.0.0.0/0", "::/0"];
const EVERY_PORT = ["1-65535"];

let current: { policy: OutboundPolicy; guard: AddressGuard } | undefined;
let ownGuard: AddressGuard | undefined;

/**
 * The blocks the guard lets through although not public: WEBHOOK_ALLOWED_CIDRS, or loopback when the
 * server itself is bound to loopback (nobody else can reach it then).
 */
export function allowedCidrs(): string[] {
  const { WEBHOOK_ALLOWED_CIDRS, HOST } = env();
  if (WEBHOOK_ALLOWED_CIDRS !== undefined) {
    return WEBHOOK_ALLOWED_CIDRS.split(/[\s,]+/)
      .map((cidr) => cidr.trim())
      .filter(Boolean);
  }
  return isLoopbackHost(HOST) ? LOOPBACK : [];
}

/** Where requests leave through; null: directly. */
export function outboundProxy(): OutboundProxy | null {
  const { OUTBOUND_PROXY_URL } = env();
  return OUTBOUND_PROXY_URL === undefined ? null : parseProxyUrl(OUTBOUND_PROXY_URL);
}

/**
 * The address guard for a request to `url`, by what the operator and the owners allow now; to be asked
 * for at each attempt. A check outside of one gives the `policy` that it has just read. Our own test inboxes are at the address that the operator gave this instance,
 * wherever that is: they can be reached although it may be a private one, and without the proxy.
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
