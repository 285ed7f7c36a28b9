import "server-only";
import { env, isLoopbackHost } from "@/lib/env";
import { AppError } from "@/lib/http/errors";

/** The origins the product's own pages are served from; on one machine, all of its names. */
export function trustedOrigins(): string[] {
  const { appUrl, HOST, PORT } = env();
  const origins = new Set([new URL(appUrl).origin]);
  if (isLoopbackHost(HOST)) {
    for (const name of ["localhost", "127.0.0.1"]) {
      origins.add(new URL(`http://${name}:${PORT}`).origin);
    }
  }
  return [...origins];
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a method may change something, and so needs proof of where it comes from. */
export function changesState(method: string): boolean {
  return !SAFE_METHODS.has(method.toUpperCase());
}

/**
 * Refuses what another site made a signed-in person's browser send: a request counts as ours when
 * its Origin is, or when the browser says that no other site is involved.
 */
export function requireOwnOrigin(request: Pick<Request, "headers">): void {
  const origin = request.headers.get("origin");
  if (origin !== null && trustedOrigins().includes(origin)) return;
  const site = request.headers.get("sec-fetch-site");
  if (site === "same-origin" || site === "none") return;
  throw foreign(origin);
}

/**
 * The same for requests that no cookie protects (signing in, the first set-up): programs, which send
 * neither header, may pass; a browser on a foreign page, also one that was made to believe that its
 * name is ours (DNS rebinding), may not.
 */
export function refuseForeignOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin !== null) {
    if (!trustedOrigins().includes(origin)) throw foreign(origin);
    return;
  }
  const site = request.headers.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") throw foreign(null);
}

function foreign(origin: string | null): AppError {
  const { origin: own } = new URL(env().appUrl);
  return new AppError(
    "forbidden",
    origin === null
      ? "The request does not say that it comes from this product's own pages."
      : `The request comes from ${origin.slice(0, 200)}, but this product is set up for ${own} (APP_URL).`,
  );
}
