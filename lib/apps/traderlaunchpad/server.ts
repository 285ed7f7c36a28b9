import "server-only";
import type { OperationServer } from "@/lib/apps/server-types";

export const traderLaunchpadServer: Record<string, OperationServer> = {
  "traderlaunchpad.orderCreated": { kind: "trigger", eventType: "order.created" },
};
