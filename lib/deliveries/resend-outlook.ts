import "server-only";
import type { SendWebhookConfig } from "@/lib/apps/webhooks/manifest";
import { webhookConfig } from "@/lib/deliveries/config";
import type { ResendOutlookView } from "@/lib/deliveries/schemas";
import { readVersion } from "@/lib/scenarios/read-version";
import { type Sql, sql } from "@/lib/sql";

interface Versions {
  /** The version that the run is of. */
  versionId: string;
  publishedId: string | null;
}

/**
 * Where a resend that is asked for now would go, as prepare-attempt.ts decides it when its turn has
 * come: by the version that is published, and by that of the run where the published one has no such
 * webhook. Null when neither has one.
 */
export async function resendOutlook(delivery: {
  runId: string;
  scenarioId: string;
  nodeId: string;
}): Promise<ResendOutlookView | null> {
  const db = sql();
  const [versions] = await db.$queryRaw<Versions[]>`
    SELECT runs.version_id AS "versionId", published_version_id AS "publishedId"
    FROM runs JOIN scenarios ON scenarios.id = ${delivery.scenarioId}
    WHERE runs.id = ${delivery.runId}`;
  if (!versions) return null;
  const { versionId, publishedId } = versions;
  const published = await outlookOf(db, publishedId, delivery.nodeId, true);
  return published ?? (await outlookOf(db, versionId, delivery.nodeId, false));
}

async function outlookOf(
  db: Sql,
  versionId: string | null,
  nodeId: string,
  isPublished: boolean,
): Promise<ResendOutlookView | null> {
  const version = versionId === null ? null : await readVersion(db, versionId);
  const config: SendWebhookConfig | undefined = version
    ? webhookConfig(version.graph, nodeId)
    : undefined;
  if (!version || !config) return null;
  return {
    url: config.webhookUrl,
    version: version.number,
    isPublished,
    isSigned: config.secret !== undefined,
  };
}
