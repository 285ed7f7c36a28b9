import "server-only";
import type { SendWebhookConfig } from "@/lib/apps/webhooks/manifest";
import { type Choice, webhookConfig } from "@/lib/deliveries/config";
import { readVersion } from "@/lib/scenarios/read-version";
import { originOf } from "@/lib/secrets/origin";
import type { Sql } from "@/lib/sql";

/** A webhook node as a version has it. */
interface Candidate {
  config: SendWebhookConfig;
  /** The version's number; null for that of a draft that was tested. */
  version: number | null;
}

/** What an attempt of a delivery can go by. */
export interface Candidates {
  /** Of the version that the delivery's run is of. */
  own: Candidate | undefined;
  /** Of the version that is live now, where that is another and has such a node. */
  current: Candidate | undefined;
}

/** Reads what an attempt can go by. */
export async function readCandidates(
  db: Sql,
  {
    versionId,
    publishedId,
    nodeId,
  }: { versionId: string; publishedId: string | null; nodeId: string },
): Promise<Candidates> {
  const own = await candidateOf(db, versionId, nodeId);
  const isLive = publishedId === null || publishedId === versionId;
  return { own, current: isLive ? undefined : await candidateOf(db, publishedId, nodeId) };
}

async function candidateOf(
  db: Sql,
  versionId: string,
  nodeId: string,
): Promise<Candidate | undefined> {
  const version = await readVersion(db, versionId);
  const config = version ? webhookConfig(version.graph, nodeId) : undefined;
  return version && config ? { config, version: version.number } : undefined;
}

/**
 * Which configuration an attempt goes by; undefined when there is none. Automatic attempts keep that of
 * their run; with `takesCurrent` it is the one that is live now. So does a resend, and a delivery that
 * was held: its target may have been mended by that version.
 */
export function chooseConfig(
  { own, current }: Candidates,
  { takesCurrent, isTest }: { takesCurrent: boolean; isTest: boolean },
): (Choice & Candidate & { isCurrent: boolean }) | undefined {
  const isCurrent = takesCurrent && current !== undefined;
  const chosen = isCurrent ? current : own;
  if (!chosen) return undefined;
  const ownSecret = own?.config.secret;
  const currentSecret = current?.config.secret;
  // Each address gets what is signed with its own. A test keeps the secret that was on screen; otherwise
  // one that was replaced since signs. One that the live version does not have any more still signs
  // what goes by the run's version.
  const isMoved = own && current && !leadToSamePlace(own.config, current.config);
  const replaced = isCurrent ? currentSecret : (currentSecret ?? ownSecret);
  const signing = isMoved ? chosen.config.secret : isTest ? ownSecret : replaced;
  return { ...chosen, signing, isCurrent };
}

function leadToSamePlace(a: SendWebhookConfig, b: SendWebhookConfig): boolean {
  const [of, to] = [a, b].map((config) => originOf({ operation: "webhooks.send", config }));
  return of === to;
}
