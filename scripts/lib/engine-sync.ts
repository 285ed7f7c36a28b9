import { type Answer, type Line, ok, problem } from "./engine-line";

const WHAT = "Sync";
const COMMAND = "npm run inngest:sync";

/** Where an Inngest server lists the functions that it knows of an app. */
export function syncUrl(api: string, appId: string): URL {
  return new URL(`/v1/apps/${encodeURIComponent(appId)}/functions`, api);
}

/** The line for a server that can't be asked, or does not answer this. */
export function unasked(why: string): Line {
  const says = `${why}. Run \`${COMMAND}\` where it has not been run since the last upgrade.`;
  return { ok: true, unknown: true, what: WHAT, says };
}

/**
 * Compares what the server knows with what the app has. A server that knows too little takes events
 * all the same, and starts nothing for them.
 * @param server the server's address, as it may be printed
 * @param has how many functions the app has
 */
export function readSync(answer: Answer, server: string, has: number): Line {
  if ("failure" in answer) {
    return unasked(`${server} could not be asked which functions it knows (${answer.failure})`);
  }
  const list = answer.status === 200 ? listOf(answer.body) : undefined;
  if (!list) {
    return unasked(
      `${server} could not be asked which functions it knows: it answers ${answer.status}`,
    );
  }
  if (list.length >= has) return ok(WHAT, `${server} knows ${list.length}`);
  const known = list.length === 0 ? "none of them" : `${list.length} of ${has}`;
  return problem(WHAT, `${server} knows ${known}: run \`${COMMAND}\`.`);
}

/** A server's API answers with the list; elsewhere in it, and so perhaps in Inngest Cloud, lists are in `data`. */
function listOf(body: unknown): unknown[] | undefined {
  if (Array.isArray(body)) return body;
  if (typeof body !== "object" || body === null || !("data" in body)) return undefined;
  return Array.isArray(body.data) ? body.data : undefined;
}
