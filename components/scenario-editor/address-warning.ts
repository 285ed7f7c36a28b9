import type { Settings } from "@/components/api";
import { getOperation } from "@/lib/apps/registry";
import { classifyAddress, isAllowed, parseCidrs } from "@/lib/net/addresses";
import type { GraphNode } from "@/lib/scenarios/graph";

/** As much of the instance's settings as the decision needs. */
export type NetworkSettings = Pick<Settings, "appUrl" | "network">;

/** The first such warning about the addresses that a node sends to; null when there is none. */
export function firstAddressWarning(
  { operation, config }: Pick<GraphNode, "operation" | "config">,
  settings: NetworkSettings | null,
): string | null {
  for (const [path, { control }] of Object.entries(getOperation(operation)?.ui ?? {})) {
    const warning = control === "url" ? addressWarning(config[path], settings) : null;
    if (warning !== null) return warning;
  }
  return null;
}

const LOOPBACK_NAME = /(?:^|\.)localhost\.?$/i;

/**
 * Why the address guard of this instance would refuse a literal address, in words; null when it would
 * not, or when only a look-up of the name can tell. It is a warning: the operator may allow the
 * address tomorrow, and the guard itself decides at each attempt.
 */
export function addressWarning(url: unknown, settings: NetworkSettings | null): string | null {
  if (typeof url !== "string" || !settings || !URL.canParse(url)) return null;
  const { hostname, origin, pathname } = new URL(url);
  const own = new URL(`${settings.appUrl}/in/`);
  if (origin === own.origin && pathname.startsWith(own.pathname)) return null;
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const address = LOOPBACK_NAME.test(host) ? "127.0.0.1" : host;
  const info = classifyAddress(address);
  const { allowedCidrs } = settings.network;
  if (info.class === "invalid" || isAllowed(address, parseCidrs(allowedCidrs))) return null;
  return `This instance will not send there: ${host} is ${info.label}. An operator can allow it with WEBHOOK_ALLOWED_CIDRS.`;
}
