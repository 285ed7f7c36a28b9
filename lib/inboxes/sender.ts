import "server-only";
import { db } from "@/lib/db";
import { resolveConfig, webhookConfig } from "@/lib/deliveries/config";
import { log } from "@/lib/log";
import { readVersion } from "@/lib/scenarios/read-version";
import { MASK } from "@/lib/secrets/mask";

/** The delivery of ours that a message comes from. */
export type Sender = {
  deliveryId: string;
  runId: string;
  /** The text that every attempt sends. */
  body: string;
  /** What its node signs with now; null when it has no secret, or it can't be read. */
  secret: string | null;
  /** The headers that the attempt kept secret, beside those whose names say that they are. */
  secretHeaderNames: string[];
};

/**
 * Which delivery of this instance sends to an inbox under this webhook id; null for somebody else's,
 * and for one whose attempt went to another address: anybody may write an id into a header.
 */
export async function findSender(input: {
  token: string;
  webhookId: string | null;
  attempt: string | null;
}): Promise<Sender | null> {
  const { token, webhookId, attempt } = input;
  if (!webhookId || !/^dlv_[0-9a-z]{26}$/.test(webhookId)) return null;
  if (!attempt || !/^[1-9]\d{0,5}$/.test(attempt)) return null;
  const row = await db().attempt.findUnique({
    where: { deliveryId_number: { deliveryId: webhookId, number: Number(attempt) } },
    select: { url: true, requestHeaders: true, delivery: { include: { run: true } } },
  });
  if (!row || !leadsTo(row.url, token)) return null;
  const { delivery } = row;
  return {
    deliveryId: delivery.id,
    runId: delivery.runId,
    body: delivery.body,
    secret: await secretOf(delivery),
    secretHeaderNames: maskedNames(row.requestHeaders),
  };
}

/** The names of the headers that were written down as dots. */
function maskedNames(requestHeaders: string): string[] {
  const headers = Object.entries(JSON.parse(requestHeaders) as Record<string, unknown>);
  return headers.filter(([, value]) => value === MASK).map(([name]) => name);
}

function leadsTo(url: string, token: string): boolean {
  return URL.canParse(url) && new URL(url).pathname === `/in/${token}`;
}

/** As the attempt chose it: a test signs with what was on screen, all else with what is live. */
async function secretOf(delivery: {
  nodeId: string;
  scenarioId: string;
  run: { versionId: string; isTest: boolean };
}): Promise<string | null> {
  const { nodeId, scenarioId, run } = delivery;
  try {
    const version = await readVersion(db(), run.versionId);
    const own = version ? webhookConfig(version.graph, nodeId) : undefined;
    const scenario = await db().scenario.findUnique({
      where: { id: scenarioId },
      select: { publishedVersionId: true },
    });
    const published = scenario?.publishedVersionId
      ? await readVersion(db(), scenario.publishedVersionId)
      : null;
    const current = published ? webhookConfig(published.graph, nodeId) : undefined;
    const config = run.isTest ? own : (current ?? own);
    if (!config) return null;
    // Its headers are of no use here, and a secret among them may be gone.
    const resolved = await resolveConfig(db(), {
      config: { ...config, headers: {} },
      signing: config.secret,
    });
    return resolved.secrets[0] ?? null;
  } catch (error) {
    log.warn({ err: error, nodeId }, "the secret of a message's sender can't be read");
    return null;
  }
}
