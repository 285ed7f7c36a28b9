/** `npm run inngest:sync`: tells the Inngest server of the functions, as it has to be after each change. */
import { canonicalBody, signature } from "@/inngest/engine/protocol/sign";
import { env } from "@/lib/env";

const TIMEOUT_MS = 30_000;

/** `/api/inngest` answers nothing that is not signed; the dev server alone has no key. */
async function main(): Promise<number> {
  if (env().ENGINE_KIND === "embedded") {
    console.error("The embedded engine asks for the functions itself: there is nothing to do.");
    return 1;
  }
  const url = `${env().appUrl}/api/inngest`;
  const body = canonicalBody({ url });
  const key = process.env.INNGEST_SIGNING_KEY;
  const response = await fetch(url, {
    method: "PUT",
    headers: {
      "content-type": "application/json",
      ...(key ? { "x-inngest-signature": signature(body, key) } : {}),
    },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = (await response.text()).slice(0, 1000);
  if (!response.ok) {
    console.error(`${url} answered ${response.status}: ${text}`);
    return 1;
  }
  console.log(`The Inngest server knows the functions at ${url}.`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
