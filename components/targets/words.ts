import { query } from "@/components/api";
import { exactTime } from "@/components/ui/relative-time";
import type { TargetsView, TargetView } from "@/lib/targets/schemas";

type Names = Pick<TargetView, "nodeName" | "scenarioName" | "failures">;

/** "“Send to ERP” of “New orders” has failed 27 times in a row". */
export function failingWords({ nodeName, scenarioName, failures }: Names, inScenario: boolean) {
  const of = inScenario ? "" : ` of “${scenarioName}”`;
  const times = failures === 1 ? "once" : `${count(failures)} times in a row`;
  return `“${nodeName}”${of} has failed ${times}`;
}

/** What happens if it goes on, or never will. */
export function outlookWords(
  { pauses, failures, hours }: TargetsView["pausing"],
  target: Pick<TargetView, "failures" | "failingSince">,
): string {
  if (!pauses) return "It is not paused: the settings say so.";
  if (target.failures < failures) {
    const over =
      hours === 0 ? "" : ` over at least ${hours === 1 ? "an hour" : `${count(hours)} hours`}`;
    return `After ${count(failures)} failures in a row${over} it is paused, and its deliveries are held.`;
  }
  // It is a failure that pauses it: the settings may have changed since the last one.
  const from = new Date(Date.parse(target.failingSince) + hours * 3_600_000).toISOString();
  const after = hours === 0 ? "" : ` after ${exactTime(from)}`;
  return `Its next failure${after} pauses it, and its deliveries are held.`;
}

export const heldWords = (held: number) =>
  held === 1 ? "1 delivery is held" : `${count(held)} deliveries are held`;

export const count = (n: number) => n.toLocaleString("en-US");

type Linked = Pick<TargetView, "scenarioId" | "nodeId" | "failingSince">;

/** The list of just the deliveries that a target's failures are counted from. */
export const failedHref = ({ scenarioId, nodeId, failingSince }: Linked) =>
  `/deliveries${query({ status: "failed", test: "false", scenarioId, nodeId, endedSince: failingSince })}`;

export const heldHref = ({ scenarioId, nodeId }: Omit<Linked, "failingSince">) =>
  `/deliveries${query({ held: true, scenarioId, nodeId })}`;
