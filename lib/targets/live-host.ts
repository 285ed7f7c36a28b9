import "server-only";
import type { Db } from "@/lib/db";
import { liveHosts } from "@/lib/targets/live-hosts";
import type { Target } from "@/lib/targets/release-held";

/** The host that a node sends to in the version that is live; undefined when that has no such node. */
export async function liveHost(tx: Db, target: Target): Promise<string | undefined> {
  const hostOfTarget = await liveHosts(tx, [target]);
  return hostOfTarget(target);
}
