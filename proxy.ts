import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { pagePolicy, transportSecurity } from "@/lib/http/security-headers";

/** 128 bits, as CSP asks for. */
const NONCE_BYTES = 16;

/**
 * Gives each page a nonce of its own. Next reads it from the policy in the request's headers and puts
 * it on every script it writes; the layout reads it from `x-nonce` for the one that is not Next's.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  const policy = pagePolicy({ nonce, isDevelopment: process.env.NODE_ENV === "development" });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  // Once a browser knows, it holds for whatever else it asks this host for.
  const strictTransport = transportSecurity(env().appUrl);
  if (strictTransport) response.headers.set("strict-transport-security", strictTransport);
  return response;
}

// Pages only. What the router fetches to change a page (`rsc`) is data, in which nothing runs.
export const config = {
  matcher: [
    {
      source: "/((?!api/|in/|_next/static/|icon.svg).*)",
      missing: [{ type: "header", key: "rsc" }],
    },
  ],
};
