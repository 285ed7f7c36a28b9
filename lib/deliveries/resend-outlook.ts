import "server-only";
import { chooseConfig, readCandidates } from "@/lib/deliveries/choose-config";
import type { ResendOutlookView } from "@/lib/deliveries/schemas";
import { sql } from "@/lib/sql";

interface Versions {
  /** The version that the run is of. */
  versionId: string;
  publishedId: string | null;
}

/**
 * Where a resend that is asked for now would go, as it is decided when its turn has come. Null when
 * neither the version that is published nor that of the run has such a webhook.
 */
export async function resendOutlook(delivery: {
  runId: string;
  scenarioId: string;
  nodeId: string;
  isTest: boolean;
}): Promise<ResendOutlookView | null> {
  const { nodeId, isTest } = delivery;
  const db = sql();
  const [versions] = await db.$queryRaw<Versions[]>`
    SELECT runs.version_id AS "versionId", published_version_id AS "publishedId"
    FROM runs JOIN scenarios ON scenarios.id = ${delivery.scenarioId}
    WHERE runs.id = ${delivery.runId}`;
  if (!versions) return null;
  const candidates = await readCandidates(db, { ...versions, nodeId });
  const chosen = chooseConfig(candidates, { takesCurrent: true, isTest });
  if (!chosen) return null;
  return {
    url: chosen.config.webhookUrl,
    version: chosen.version,
    isPublished: chosen.isCurrent || versions.publishedId === versions.versionId,
    isSigned: chosen.signing !== undefined,
  };
}
