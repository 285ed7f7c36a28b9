import "server-only";
import { env, isLoopbackHost } from "@/lib/env";
import { type AddressGuard, createAddressGuard } from "@/lib/net/guard";

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

let guard: AddressGuard | undefined;

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

/** The address guard of this process. */
export function outboundGuard(): AddressGuard {
  guard ??= createAddressGuard({ allowedCidrs: allowedCidrs() });
  return guard;
}
