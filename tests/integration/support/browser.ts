import { env } from "@/lib/env";

interface Options {
  method?: string;
  /** Sent as JSON, with POST where no other method is given. */
  body?: unknown;
  headers?: Record<string, string>;
}

let clients = 0;

/**
 * A request to a route of the product in this process. Each is from an address of its own unless told
 * one: limits by address are another test's matter.
 */
export function ask(path: string, { method, body, headers = {} }: Options = {}): Request {
  const url = env().appUrl + path;
  const sent = new Headers(headers);
  if (!sent.has("x-forwarded-for")) {
    clients += 1;
    sent.set("x-forwarded-for", `10.1.${clients >> 8}.${clients & 255}`);
  }
  if (body === undefined) return new Request(url, { method, headers: sent });
  sent.set("content-type", "application/json");
  return new Request(url, { method: method ?? "POST", headers: sent, body: JSON.stringify(body) });
}

/** A request as the product's own pages send it: with their origin, and the cookie if there is one. */
export function askAsPage(
  path: string,
  body?: unknown,
  cookie = "",
  headers: Options["headers"] = {},
) {
  const own = { origin: env().appUrl, ...(cookie ? { cookie } : {}) };
  return ask(path, { body, headers: { ...own, ...headers } });
}

/** What the browser sends back of the cookies that an answer sets. */
export const cookieOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
