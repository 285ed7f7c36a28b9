import { traderLaunchpad } from "./traderlaunchpad/manifest";
import type { AppManifest, OperationManifest } from "./types";
import { webhooks } from "./webhooks/manifest";

/** Every app there is. Adding an app is adding a folder and one line here. */
export const apps: readonly AppManifest[] = [traderLaunchpad, webhooks];

const operationsByKey = new Map<string, OperationManifest>();
const appsByOperation = new Map<string, AppManifest>();
for (const app of apps) {
  for (const operation of app.operations) {
    operationsByKey.set(operation.key, operation);
    appsByOperation.set(operation.key, app);
  }
}

/** The triggers, or the actions, that can be added to a scenario, in the order of their apps. */
export function liveOperations(kind: OperationManifest["kind"]): OperationManifest[] {
  return [...operationsByKey.values()].filter(
    (operation) => operation.kind === kind && operation.lifecycle.state === "live",
  );
}

/** The operation of this key, such as `webhooks.send`; undefined when the registry has none. */
export function getOperation(key: string): OperationManifest | undefined {
  return operationsByKey.get(key);
}

/** The app that an operation belongs to; undefined for an unknown operation. */
export function getAppOfOperation(operationKey: string): AppManifest | undefined {
  return appsByOperation.get(operationKey);
}
