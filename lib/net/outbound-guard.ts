import "server-only";
import { env, isLoopbackHost } from "@/lib/env";
import { type AddressGuard, createAddressGuard } from "@/lib/net/guard";

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

const EVERYWHERE = ["0.0.0.0/0", "::/0"];

let guard: AddressGuard | undefined;
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

/**
 * The address guard for a request to `url`. Our own test inboxes are at the address that the operator
 * gave this instance, wherever that is: they can be reached although it may be a private one.
 */
export function outboundGuard(url: string): AddressGuard {
  if (isOwnInbox(url)) {
    ownGuard ??= createAddressGuard({ allowedCidrs: EVERYWHERE });
    return ownGuard;
  }
  guard ??= createAddressGuard({ allowedCidrs: allowedCidrs() });
  return guard;
}

function isOwnInbox(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, pathname } = new URL(url);
  const own = new URL(`${env().appUrl}/in/`);
  return origin === own.origin && pathname.startsWith(own.pathname);
}
