import { apiToken, signature } from "@/inngest/engine/protocol/sign";
import { type Answer, type Line, ok, problem, shown } from "./engine-line";
import { readSync, syncUrl, unasked } from "./engine-sync";
import type { Engine } from "./engine-variables";

const TIMEOUT_MS = 5_000;
/** In the form of an event's id; no engine has one of it. */
const NO_EVENT = "00000000000000000000000000";

/** Looks at an engine and at the way between it and the web server. Changes nothing; never throws. */
export async function checkEngine(engine: Engine): Promise<Line[]> {
  const lines = [
    nameOf(engine),
    ...checkAddresses(engine),
    ...(engine.kind === "cloud" ? [] : [await checkHealth(engine)]),
    await checkEventKey(engine),
    ...(engine.kind === "dev" ? [] : [await checkSigningKey(engine)]),
    ...(await checkFunctions(engine)),
  ];
  // Nothing above prints a key. Should an answer repeat one, it is not printed either.
  const secrets = [engine.eventKey, engine.signingKey].filter((key) => key.length >= 8);
  const hide = (text: string) => secrets.reduce((all, key) => all.replaceAll(key, "…"), text);
  return lines.map((line) => ({ ...line, says: hide(line.says) }));
}

const isLocal = (url: string) => /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname);

function nameOf({ kind, api }: Engine): Line {
  const names = {
    embedded: `the embedded one, at ${shown(api)}`,
    server: `an Inngest server, at ${shown(api)}`,
    cloud: "Inngest Cloud",
    dev: `an Inngest dev server, at ${shown(api)}`,
  };
  return ok("Engine", names[kind]);
}

function checkAddresses({ kind, appUrl, signingKey }: Engine): Line[] {
  const lines: Line[] = [];
  if (kind === "dev" && !isLocal(appUrl)) {
    lines.push(
      problem(
        "INNGEST_DEV",
        `nothing is signed: whoever reaches ${shown(appUrl)} can run the functions. Unset it, and set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY.`,
      ),
    );
  }
  if (kind === "cloud" && (isLocal(appUrl) || !appUrl.startsWith("https:"))) {
    lines.push(
      problem(
        "APP_URL",
        `Inngest Cloud can't call ${shown(appUrl)}. Set APP_URL to the public https address.`,
      ),
    );
  }
  const digits = signingKey.replace(/^signkey-\w+-/, "");
  if (digits.length % 2 === 1) {
    lines.push(
      problem(
        "INNGEST_SIGNING_KEY",
        "has an odd number of hexadecimal digits: a part of it is missing. Make one with `openssl rand -hex 32`.",
      ),
    );
  }
  return lines;
}

async function checkHealth({ kind, api }: Engine): Promise<Line> {
  const what = "Health";
  const answer = await ask(new URL("/health", api));
  if ("failure" in answer) return unreachable(what, shown(api), answer.failure, kind);
  const { status, body } = answer;
  if (status !== 200) return problem(what, `${shown(api)}/health answers ${status}.`);
  if (kind !== "embedded") return ok(what, "answers");
  const { functions, reachable, refused } = body as {
    functions: number;
    reachable: boolean;
    refused: { id: string; reason: string }[];
  };
  if (!reachable) return problem(what, "the engine does not reach the web server; see its log.");
  const names = refused.map(({ id, reason }) => `${id}: ${reason}`).join("; ");
  return refused.length > 0
    ? problem(what, `refuses functions: ${names}. Take the option away, or use an Inngest server.`)
    : ok(what, `answers, and knows ${functions} functions`);
}

/** No events at all are a request that every engine takes from whom it knows. */
async function checkEventKey({ kind, events, eventKey }: Engine): Promise<Line> {
  const what = "Event key";
  const url = new URL(`/e/${encodeURIComponent(eventKey || "dev")}`, events);
  const answer = await ask(url, { method: "POST", body: "[]" });
  if ("failure" in answer) return unreachable(what, shown(events), answer.failure, kind);
  if (answer.status === 401 || answer.status === 403) {
    return problem(
      what,
      `${shown(events)} does not know INNGEST_EVENT_KEY. Give both sides the same one.`,
    );
  }
  if (answer.status === 404 || answer.status >= 500) {
    return problem(what, `${shown(events)} answers ${answer.status}: nothing takes events there.`);
  }
  return ok(what, `${shown(events)} takes it`);
}

async function checkSigningKey({ kind, api, signingKey }: Engine): Promise<Line> {
  const what = "Signing key";
  const headers = { authorization: `Bearer ${apiToken(signingKey)}` };
  // The embedded engine has one call that is signed; nothing in it can be read as a report of steps.
  const answer =
    kind === "embedded"
      ? await ask(new URL("/v1/checkpoint/none/async", api), {
          method: "POST",
          headers,
          body: "[]",
        })
      : await ask(new URL(`/v1/events/${NO_EVENT}/runs`, api), { headers });
  if ("failure" in answer) return unreachable(what, shown(api), answer.failure, kind);
  if (answer.status === 401 || answer.status === 403) {
    return problem(
      what,
      `${shown(api)} does not know INNGEST_SIGNING_KEY. Give both sides the same one.`,
    );
  }
  if (answer.status >= 500) return problem(what, `${shown(api)} answers ${answer.status}.`);
  return ok(what, `${shown(api)} knows it`);
}

/** What the SDK tells of itself to whoever has the signing key. */
interface Introspection {
  app_id?: string;
  function_count?: number;
  mode?: string;
  api_origin?: string;
  event_api_origin?: string;
}

async function checkFunctions(engine: Engine): Promise<Line[]> {
  const { kind, appUrl, signingKey } = engine;
  const what = "Functions";
  const url = new URL("/api/inngest", appUrl);
  const headers: Record<string, string> =
    kind === "dev" ? {} : { "x-inngest-signature": signature("", signingKey) };
  const answer = await ask(url, { headers });
  if ("failure" in answer) {
    return [
      problem(
        what,
        `${url.href} can't be reached from here (${answer.failure}). The engine has to reach it: start the product, or mend APP_URL.`,
      ),
    ];
  }
  if (answer.status === 401) {
    return [
      problem(
        what,
        `the web server at ${shown(appUrl)} has another INNGEST_SIGNING_KEY, or a clock that is wrong by minutes.`,
      ),
    ];
  }
  const found = (answer.body ?? {}) as Introspection;
  if (answer.status !== 200 || found.function_count === undefined) {
    return [
      problem(
        what,
        `${url.href} answers ${answer.status}, not as the product does: does a proxy pass /api/inngest on?`,
      ),
    ];
  }
  return [
    ok(what, `${shown(appUrl)} has ${found.function_count}`),
    ...(kind === "embedded" ? [] : [await checkSync(engine, found.function_count, found.app_id)]),
    ...(kind === "dev" ? [] : [await checkRefusal(url)]),
    ...checkOrigins(engine, found),
  ];
}

/** Whether the server itself has been told of the functions: without that it starts none, and says nothing. */
async function checkSync(engine: Engine, has: number, appId?: string): Promise<Line> {
  const { kind, api, signingKey, environment } = engine;
  if (kind === "dev") return unasked("a dev server is not asked which functions it knows");
  // An answer that is not signed does not say it; the next line tells why.
  if (!appId) return unasked("the web server does not tell the id of its app");
  const headers = {
    authorization: `Bearer ${apiToken(signingKey)}`,
    ...(environment ? { "x-inngest-env": environment } : {}),
  };
  return readSync(await ask(syncUrl(api, appId), { headers }), shown(api), has);
}

async function checkRefusal(url: URL): Promise<Line> {
  const what = "Unsigned calls";
  const answer = await ask(url);
  if (!("failure" in answer) && answer.status === 401) return ok(what, "are refused");
  return problem(
    what,
    "are answered: the web server runs with INNGEST_DEV, and whoever reaches it can run the functions. Unset it there.",
  );
}

/** Whether the web server that answers talks to the engine that was looked at. */
function checkOrigins({ api, events }: Engine, found: Introspection): Line[] {
  const pairs = [
    [found.api_origin, api],
    [found.event_api_origin, events],
  ];
  return pairs.flatMap(([theirs, ours]) =>
    theirs && ours && shown(theirs) !== shown(ours)
      ? [
          problem(
            "Addresses",
            `the web server talks to ${shown(theirs)}, this configuration to ${shown(ours)}. Start it with the same variables.`,
          ),
        ]
      : [],
  );
}

function unreachable(what: string, address: string, failure: string, kind: Engine["kind"]): Line {
  const advice =
    kind === "embedded" ? "Start the product." : "Start the server, or mend INNGEST_BASE_URL.";
  return problem(what, `${address} can't be reached (${failure}). ${advice}`);
}

/** A request, bounded in time. Its failure is named by its code, since a message may repeat an address. */
async function ask(url: URL, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(url, {
      redirect: "manual",
      ...init,
      headers: { "content-type": "application/json", ...init.headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return { status: response.status, body: parse(text) };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    if (name === "TimeoutError") return { failure: `no answer in ${TIMEOUT_MS / 1_000} s` };
    return { failure: cause?.code ?? name };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
