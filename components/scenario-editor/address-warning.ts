import type { Settings } from "@/components/api";
import { getOperation } from "@/lib/apps/registry";
import { classifyAddress } from "@/lib/net/addresses";
import { bareHost, isLoopbackName } from "@/lib/net/hosts";
import { compileRules, refusalOf } from "@/lib/net/rules";
import type { GraphNode } from "@/lib/scenarios/graph";

/** As much of the instance's settings as the decision needs. */
export interface NetworkSettings {
  appUrl: string;
  network: Pick<Settings["network"], "allowedCidrs">;
  preferences: Pick<Settings["preferences"], "outgoing">;
}

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

/**
 * Why the address guard of this instance would refuse an address, in words; null when it would not, when
 * only a look-up of its name can tell, and for what is no address yet. It is a warning: an owner may
 * allow the address tomorrow, and the guard itself decides at each attempt.
 */
export function addressWarning(url: unknown, settings: NetworkSettings | null): string | null {
  if (typeof url !== "string" || !settings || !URL.canParse(url)) return null;
  const { hostname, origin, pathname } = new URL(url);
  const own = new URL(`${settings.appUrl}/in/`);
  if (origin === own.origin && pathname.startsWith(own.pathname)) return null;
  const check = compileRules(settings.network.allowedCidrs, settings.preferences.outgoing).checkUrl(
    url,
  );
  if (check.ok) return null;
  switch (check.code) {
    case "https_only":
    case "port":
      return `This instance will not send there: ${check.message} An owner can change that in Settings.`;
    case "blocked_address": {
      const host = bareHost(hostname);
      const address = isLoopbackName(host) ? "127.0.0.1" : host;
      const { label } = classifyAddress(address);
      const who =
        refusalOf(address) === "operators_address"
          ? "It can't be allowed in Settings; only the operator can, with WEBHOOK_ALLOWED_CIDRS."
          : "An owner can allow it in Settings, or the operator with WEBHOOK_ALLOWED_CIDRS.";
      return `This instance will not send there: ${host} is ${label}. ${who}`;
    }
    // The rules of the field itself tell of these.
    case "invalid_url":
    case "scheme":
    case "credentials":
      return null;
  }
}
