import { z } from "zod";
import { apps } from "@/lib/apps/registry";
import type { AppView } from "@/lib/apps/schemas";

/** The registry as the API shows it: each config as JSON Schema. */
export function listApps(): { items: AppView[] } {
  return {
    items: apps.map(({ operations, ...app }) => ({
      ...app,
      operations: operations.map((operation) => ({
        key: operation.key,
        version: operation.version,
        kind: operation.kind,
        title: operation.title,
        description: operation.description,
        configSchema: z.toJSONSchema(operation.config, { io: "input", unrepresentable: "any" }),
        fields: operation.ui,
        sample: operation.sample,
        ports: operation.ports,
        secretPaths: operation.secretPaths,
      })),
    })),
  };
}
