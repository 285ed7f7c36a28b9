import { setTimeout as delay } from "node:timers/promises";
import { apiToken, canonicalBody, signature } from "@/inngest/engine/protocol/sign";
import type { EndedRun, Engines } from "./engine-under-test";

const MINUTE_MS = 60_000;
/** Servers look at cron triggers a little after the minute. */
const AFTER_MINUTE_MS = 500;

/**
 * The Inngest server at `url`: a dev server, or with INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY one that
 * was started with these keys. It has to reach 127.0.0.1 of this machine.
 */
export function inngestServer(url: string): Engines {
  const { INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey } = process.env;
  const authorization: Record<string, string> = signingKey
    ? { authorization: `Bearer ${apiToken(signingKey)}` }
    : {};
  let asked = 0;
  return {
    connect: async (app) => ({
      client: { baseUrl: url, eventKey: eventKey ?? "dev", signingKey, isDev: !signingKey },
      // The app tells the server of its functions when it is asked to.
      register: async () => {
        const body = canonicalBody({ url: app.serveUrl });
        const signed: Record<string, string> = signingKey
          ? { "x-inngest-signature": signature(body, signingKey) }
          : {};
        const response = await fetch(app.serveUrl, {
          method: "PUT",
          headers: { "content-type": "application/json", ...signed },
          body,
        });
        if (!response.ok) throw new Error(`Not registered: ${await response.text()}`);
      },
      endedRuns: async (eventId) => {
        // The server keeps answers for seconds; one more parameter makes each question a new one.
        const address = new URL(`/v1/events/${eventId}/runs?asked=${asked++}`, url);
        const response = await fetch(address, { headers: authorization });
        if (!response.ok) throw new Error(`No runs: ${response.status} ${await response.text()}`);
        const { data } = (await response.json()) as { data: ServerRun[] | null };
        return (data ?? []).flatMap(endedRun);
      },
      passMinute: () => delay(MINUTE_MS - (Date.now() % MINUTE_MS) + AFTER_MINUTE_MS),
      stop: async () => {},
    }),
    stop: async () => {},
  };
}

interface ServerRun {
  status: string;
  /** Null while it goes on; the status may tell of the end before it does. */
  ended_at: string | null;
  /** Of a run that failed, its error; of one that the server itself has ended, that inside of another. */
  output?: { name?: string; message: string; error?: { name?: string; message: string } };
}

function endedRun({ status, ended_at, output }: ServerRun): EndedRun[] {
  if (!ended_at) return [];
  if (status === "Completed") return [{ status: "completed" }];
  return [
    {
      status: "failed",
      error: output?.error ?? output ?? { message: `The server says "${status}".` },
    },
  ];
}
