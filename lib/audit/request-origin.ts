import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { z } from "zod";

/** Where a request comes from, as far as anyone can tell. */
export interface RequestOrigin {
  ipAddress: string | null;
  userAgent: string | null;
}

/** Where the product itself and its operator are. */
export const NOWHERE: RequestOrigin = { ipAddress: null, userAgent: null };
const ipAddress = z.union([z.ipv4(), z.ipv6()]);
/** Programs name themselves in less; what is longer is somebody filling the log. */
const USER_AGENT_MAX = 300;

/** Next bundles routes apart, and the verbs with each: all of them share this one. */
const holder = globalThis as { __tliOrigin?: AsyncLocalStorage<RequestOrigin> };
const storage = () => {
  holder.__tliOrigin ??= new AsyncLocalStorage<RequestOrigin>();
  return holder.__tliOrigin;
};

/** Does what a request asks for, so that the entries it writes into the audit log say from where. */
export function withOrigin<T>(headers: Headers, work: () => T): T {
  return storage().run(originOf(headers), work);
}

/** Where the request under way comes from; nowhere in functions and scripts. */
export function requestOrigin(): RequestOrigin {
  return storage().getStore() ?? NOWHERE;
}

export function originOf(headers: Headers): RequestOrigin {
  return {
    ipAddress: clientAddress(headers.get("x-forwarded-for")),
    userAgent: headers.get("user-agent")?.slice(0, USER_AGENT_MAX) ?? null,
  };
}

/**
 * The address that the nearest hop wrote down, which is the last of the list: what stands before it
 * came with the request, and anybody may write there what they like.
 */
export function clientAddress(forwardedFor: string | null): string | null {
  const last = forwardedFor?.split(",").at(-1)?.trim() ?? "";
  // IPv4 in the form of IPv6, as a socket that listens on both tells it.
  const address = last.replace(/^::ffff:(?=\d+\.)/i, "");
  return ipAddress.safeParse(address).data ?? null;
}
