/**
 * What every answer says to a browser about itself. Safe to import anywhere: `next.config.ts` and
 * `proxy.ts` do, the one while building and the other before each page.
 */

/** A year, in seconds: what browsers ask for before they take the promise seriously. */
const HSTS_MAX_AGE_SECONDS = 365 * 24 * 60 * 60;

/** Features of the browser that no page of ours has a use for. */
const UNUSED_FEATURES = [
  "accelerometer",
  "autoplay",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "screen-wake-lock",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

/** Of an answer that is no page: should a browser ever show it as one, nothing in it runs or loads. */
export const INERT_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** On every answer but an inbox's, which has its own (`app/in`). */
export const securityHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  // Our addresses hold ids, and filters with what people searched for: none of that is for others.
  "Referrer-Policy": "same-origin",
  "Permissions-Policy": UNUSED_FEATURES.map((feature) => `${feature}=()`).join(", "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  // A page's own policy takes its place (`proxy.ts`); where that is left out, nothing runs.
  "Content-Security-Policy": INERT_POLICY,
};

/**
 * The policy of one page (CSP level 3). Only the scripts that carry its nonce run, and those that
 * they load in turn.
 * @param nonce of this answer alone, in base64
 */
export function pagePolicy({
  nonce,
  isDevelopment,
}: {
  nonce: string;
  /** React's development build rebuilds stack traces with `eval`. */
  isDevelopment: boolean;
}): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // React writes `style` attributes into the page, React Flow places its nodes by them, and the
    // toaster and CodeMirror add style elements without a nonce. None of them takes what was
    // received from outside, and neither images nor fonts can be fetched from elsewhere by a style.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}

/**
 * Has browsers come by https alone from now on; null where the product is not served by it. Other
 * names below ours are not ours to decide for.
 */
export function transportSecurity(appUrl: string): string | null {
  return appUrl.startsWith("https:") ? `max-age=${HSTS_MAX_AGE_SECONDS}` : null;
}
