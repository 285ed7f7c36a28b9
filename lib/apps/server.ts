import "server-only";
import type { OperationServer } from "./server-types";
import { traderLaunchpadServer } from "./traderlaunchpad/server";
import { webhooksServer } from "./webhooks/server";

/** The server halves of every app's operations, by the operation's key. */
const servers: Readonly<Record<string, OperationServer>> = {
  ...traderLaunchpadServer,
  ...webhooksServer,
};

/** What an operation does on the server; undefined when the registry does not know it. */
export function getOperationServer(key: string): OperationServer | undefined {
  return Object.hasOwn(servers, key) ? servers[key] : undefined;
}

/** Every trigger, with the type of the events that it listens to. */
export function eventTriggers(): { key: string; eventType: string }[] {
  return Object.entries(servers).flatMap(([key, server]) =>
    server.kind === "trigger" ? [{ key, eventType: server.eventType }] : [],
  );
}

/** The keys of the triggers that an event of this type starts. */
export function triggersOfEvent(eventType: string): string[] {
  return eventTriggers()
    .filter((trigger) => trigger.eventType === eventType)
    .map(({ key }) => key);
}
