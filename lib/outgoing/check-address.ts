import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { parseInput } from "@/lib/http/problem";
import { getPreferences } from "@/lib/instance/preferences";
import { classifyAddress } from "@/lib/net/addresses";
import { type AddressGuard, GuardError, type JudgedAddress } from "@/lib/net/guard";
import { hostOf } from "@/lib/net/open";
import { isLoopbackOpen, isOwnInbox, outboundGuard } from "@/lib/net/outbound-guard";
import { addressRefusal, isLiteral } from "@/lib/net/rules";
import { type AddressCheck, checkAddressSchema } from "@/lib/outgoing/schemas";

/** A name server that does not answer is not waited for any longer, in milliseconds. */
const LOOKUP_MS = 5_000;

/**
 * Tells whether a webhook would be sent to an address now, and why, by the guard that decides at every
 * attempt. Looks names up, and connects to nothing.
 */
export async function checkAddress({
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<AddressCheck> {
  const url = complete(parseInput(checkAddressSchema, input).address);
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const policy = (await getPreferences()).outgoing;
  const guard = await outboundGuard(url, policy);
  const check = guard.checkUrl(url);
  const answer = (rest: Omit<AddressCheck, "url">): AddressCheck => ({
    url: parsed === null ? null : shown(parsed),
    ...rest,
  });
  if (parsed && isOwnInbox(url)) {
    const reason = "This is a test inbox of this instance, which webhooks may always go to.";
    return answer({ allowed: true, code: "allowed", reason, addresses: [] });
  }
  if (!check.ok || !parsed) {
    const { code, message } = check.ok ? { code: "invalid_url" as const, message: "" } : check;
    const host = parsed ? hostOf(parsed) : "";
    const addresses = isLiteral(host) ? (await guard.judge(host)).map(facts) : [];
    return answer({ allowed: false, code, reason: message, addresses });
  }
  return answer(await judged(guard, parsed));
}

/** What people type in short is an https address, as the address field would have it. */
function complete(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text)) return text;
  const isIpv6 = text.includes(":") && classifyAddress(text).class !== "invalid";
  return `https://${isIpv6 ? `[${text}]` : text}`;
}

/** Without the credentials, which are refused and need not be repeated. */
function shown(url: URL): string {
  const copy = new URL(url);
  copy.username = "";
  copy.password = "";
  return copy.href;
}

const facts = ({ address, allowedBy }: JudgedAddress) => ({
  address,
  meaning: classifyAddress(address).label,
  allowedBy,
});

async function judged(guard: AddressGuard, url: URL): Promise<Omit<AddressCheck, "url">> {
  let found: readonly JudgedAddress[];
  try {
    found = await within(LOOKUP_MS, guard.judge(hostOf(url)));
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    if (guard.proxy === null)
      return { allowed: false, code: "dns", reason: error.message, addresses: [] };
    const reason = "The name can't be looked up here; the outgoing proxy will do that, and decide.";
    return { allowed: true, code: "allowed", reason, addresses: [] };
  }
  const addresses = found.map(facts);
  const refused = found.find(({ allowedBy }) => allowedBy === null);
  if (!refused) return { allowed: true, code: "allowed", reason: whyAllowed(found), addresses };
  const reason = addressRefusal(refused.address, hostOf(url));
  return { allowed: false, code: "blocked_address", reason, addresses };
}

/** By whose word it is allowed: the one that is needed for all of the addresses. */
function whyAllowed(found: readonly JudgedAddress[]): string {
  const by = new Set(found.map(({ allowedBy }) => allowedBy));
  if (by.has("owner")) return "It is inside the network, and an owner has allowed it in Settings.";
  // Without a word of the operator's it is the default that lets loopback through, and nothing else.
  if (by.has("operator") && isLoopbackOpen())
    return "It is this machine itself, which webhooks may go to because the server listens on it only, and APP_URL leads there too.";
  if (by.has("operator"))
    return "It is inside the network, and the operator has allowed it in WEBHOOK_ALLOWED_CIDRS.";
  return "It is public.";
}

/** @throws {GuardError} `dns` when the name server takes longer */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new GuardError("dns", "The name server did not answer in time.", "ETIMEOUT")),
      limitMs,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
