import "server-only";
import { createHash } from "node:crypto";
import { batchOf, engineEvents } from "@/inngest/client";
import { goesApart } from "@/lib/deliveries/slow-targets";

/** A message as the engine takes it. */
export interface Message {
  id: string;
  name: string;
  data: Record<string, unknown>;
}

type Group = [Message, ...Message[]];

interface Rule {
  /** So many make one. */
  atMost: number;
  /** The field of which all have the same value. */
  by?: string;
  /** Those of a value of which each goes as it is. */
  isApart?: (value: string) => boolean;
}

/** Messages that may be handed over as one. */
const GATHERED: Readonly<Record<string, Rule>> = {
  [engineEvents.orderCreated]: { atMost: 50 },
  // Sent by one call; a target has one of these at a time (inngest/functions/concurrency.ts).
  [engineEvents.deliveryRequested]: { atMost: 32, by: "targetHost", isApart: goesApart },
};

/**
 * Makes one message of those of a kind that wait at the same time, so that a busy instance takes one
 * call of the engine for many; one that is alone stays as it is (decision 027). Their order is kept
 * within a batch. The same messages make a batch of the same id, which the engine takes once.
 */
export function gather(messages: readonly Message[]): Message[] {
  const open = new Map<string, Group>();
  const groups: Group[] = [];
  for (const message of messages) {
    const rule = GATHERED[message.name];
    const value = rule?.by === undefined ? "" : String(message.data[rule.by]);
    const key = rule && !rule.isApart?.(value) ? JSON.stringify([message.name, value]) : undefined;
    const group = key === undefined ? undefined : open.get(key);
    if (group && rule && group.length < rule.atMost) {
      group.push(message);
      continue;
    }
    const next: Group = [message];
    if (key !== undefined) open.set(key, next);
    groups.push(next);
  }
  return groups.map(asOne);
}

function asOne(group: Group): Message {
  const [first] = group;
  if (group.length === 1) return first;
  const by = GATHERED[first.name]?.by;
  return {
    id: `batch:${createHash("sha256")
      .update(group.map(({ id }) => id).join("\n"))
      .digest("base64url")}`,
    name: batchOf(first.name),
    data: {
      batch: group.map(({ data }) => data),
      ...(by === undefined ? {} : { [by]: first.data[by] }),
    },
  };
}
