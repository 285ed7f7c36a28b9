import type { InboxMessage } from "@/components/api";
import { MASK } from "@/lib/secrets/mask";
import { shellQuote as quote } from "@/lib/shell-quote";

const LOCAL_URL = "http://localhost:8080/webhook";
/** What curl or the connection sets itself. */
const LEFT_OUT =
  /^(host|content-length|connection|keep-alive|transfer-encoding|expect|accept-encoding|x-forwarded-.*)$/i;

/** The same request for a shell, to a receiver on one's own machine. Masked headers are left out. */
export function messageAsCurl(message: Pick<InboxMessage, "method" | "headers" | "body">): string {
  const headers = Object.entries(message.headers)
    .filter(([name, value]) => !LEFT_OUT.test(name) && value !== MASK)
    .map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  const body = message.body === "" ? [] : [`--data-raw ${quote(message.body)}`];
  return [`curl -X ${message.method} ${quote(LOCAL_URL)}`, ...headers, ...body].join(" \\\n  ");
}
