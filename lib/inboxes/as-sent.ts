/** IPv4 or IPv6; a list of several has commas. */
const ONE_ADDRESS = /^[0-9a-f.:]+$/i;

/**
 * The headers without the `X-Forwarded-*` that Next adds to a request that came straight to us. They
 * are told by their values: the Host header, our own port, plain http. A proxy that says https, or
 * that names itself, is left as it is; so is an X-Forwarded-For that is more than the one address.
 * @param port the port that the web server listens on
 */
export function asSent(headers: Headers, port: number): Record<string, string> {
  const kept = new Headers(headers);
  const isOurs =
    headers.get("x-forwarded-host") === headers.get("host") &&
    headers.get("x-forwarded-port") === String(port) &&
    headers.get("x-forwarded-proto") === "http";
  if (!isOurs) return Object.fromEntries(kept);
  for (const name of ["host", "port", "proto"]) kept.delete(`x-forwarded-${name}`);
  if (ONE_ADDRESS.test(headers.get("x-forwarded-for") ?? "")) kept.delete("x-forwarded-for");
  return Object.fromEntries(kept);
}
