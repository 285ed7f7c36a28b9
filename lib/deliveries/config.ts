import "server-only";
import { isSecretRef } from "@/lib/apps/secrets";
import type { SendWebhookConfig } from "@/lib/apps/webhooks/manifest";
import type { Graph } from "@/lib/scenarios/graph";
import { type OpenSecret, openedSecret, openReadable } from "@/lib/secrets/store";
import type { Sql } from "@/lib/sql";
import { RETRY_ATTEMPTS_DEFAULT, TIMEOUT_SECONDS_DEFAULT } from "@/lib/webhooks/rules";

/** A webhook node's config, ready to send with: secrets in clear, defaults filled in. */
export type ResolvedConfig = {
  url: string;
  headers: Record<string, string>;
  secretHeaderNames: string[];
  /** What signs, the newest first; two while the secret is being rotated. */
  secrets: string[];
  timeoutMs: number;
  maxAttempts: number;
  retryOn: number[];
};

/** The config of a webhook node; undefined when the graph has no such node. */
export function webhookConfig(graph: Graph, nodeId: string): SendWebhookConfig | undefined {
  const node = graph.nodes.find((candidate) => candidate.id === nodeId);
  return node?.operation === "webhooks.send" ? (node.config as SendWebhookConfig) : undefined;
}

export const maxAttemptsOf = (config: SendWebhookConfig) =>
  (config.retryAttempts ?? RETRY_ATTEMPTS_DEFAULT) + 1;

/** What a send goes by: a node's config, and where its signing secret comes from. */
export interface Choice {
  config: SendWebhookConfig;
  /** A secret rotated since signs the next attempt, while all else stays that of the run's version. */
  signing: SendWebhookConfig["secret"];
}

/** The ids of the secrets that a choice needs. */
export const secretsOf = ({ config, signing }: Choice): string[] =>
  [signing, ...Object.values(config.headers ?? {})].filter(isSecretRef).map((ref) => ref.$secret);

/** Fills in a node's secrets. Throws SecretUnavailable when one can't be read. */
export async function resolveConfig(db: Sql, choice: Choice): Promise<ResolvedConfig> {
  return fillIn(choice, await openReadable(db, secretsOf(choice)));
}

/**
 * The same for many whose secrets have been read together.
 * @param opened as `openReadable` finds them
 */
export function fillIn(
  { config, signing }: Choice,
  opened: ReadonlyMap<string, OpenSecret>,
): ResolvedConfig {
  const clear = (value: unknown) =>
    isSecretRef(value) ? openedSecret(opened, value.$secret).value : String(value);
  const former = isSecretRef(signing) ? openedSecret(opened, signing.$secret).previous : null;
  const headers = Object.entries(config.headers ?? {});
  return {
    url: config.webhookUrl,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, clear(value)])),
    secretHeaderNames: headers.filter(([, value]) => isSecretRef(value)).map(([name]) => name),
    secrets: signing === undefined ? [] : [clear(signing), ...(former === null ? [] : [former])],
    timeoutMs: (config.timeout ?? TIMEOUT_SECONDS_DEFAULT) * 1000,
    maxAttempts: maxAttemptsOf(config),
    retryOn: config.retryOn ?? [],
  };
}
