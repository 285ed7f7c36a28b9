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

/** All of them in one line, where there is no room for more: "3 targets: 2 are paused, 1 is failing". */
export function failingSummary(targets: readonly (Names & Pick<TargetView, "pausedAt">)[]): string {
  const [first, ...others] = targets;
  if (first && others.length === 0)
    return `${failingWords(first, false)}${first.pausedAt ? " and is paused" : ""}`;
  const paused = targets.filter(({ pausedAt }) => pausedAt !== null).length;
  const failing = targets.length - paused;
  const counted = (n: number, what: string) => `${count(n)} ${n === 1 ? "is" : "are"} ${what}`;
  if (paused === 0) return `${count(failing)} targets are failing`;
  if (failing === 0) return `${count(paused)} targets are paused`;
  return `${count(targets.length)} targets: ${counted(paused, "paused")}, ${counted(failing, "failing")}`;
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
