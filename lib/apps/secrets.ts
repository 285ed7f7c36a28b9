import { isSensitiveHeader } from "@/lib/webhooks/rules";
import { getOperation } from "./registry";
import type { NodeConfig } from "./types";

/** What a graph holds in place of a secret value. */
export interface SecretRef {
  $secret: string;
}

/** Whether a config value stands for a secret that is stored elsewhere. */
export function isSecretRef(value: unknown): value is SecretRef {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { $secret?: unknown }).$secret === "string"
  );
}

/**
 * Whether the value of a node's header is a secret: its name says so, or the node's `secretHeaders`
 * name it; any case.
 */
export function isSecretHeader(config: NodeConfig, name: string): boolean {
  if (isSensitiveHeader(name)) return true;
  const { secretHeaders } = config;
  const lower = name.toLowerCase();
  return (
    Array.isArray(secretHeaders) &&
    secretHeaders.some((each) => typeof each === "string" && each.toLowerCase() === lower)
  );
}

/**
 * The paths of a config whose values are secrets, each as its keys (a header's name may contain a
 * dot): the operation's own `secretPaths`, and headers that are secret or whose value is a reference
 * already. Only paths that exist in this config.
 */
export function secretKeyPathsOf(operationKey: string, config: NodeConfig): string[][] {
  const operation = getOperation(operationKey);
  const paths = (operation?.secretPaths ?? [])
    .map((path) => [path])
    .filter(([key]) => key !== undefined && config[key] !== undefined);
  const { headers } = config;
  if (operation?.ui.headers && typeof headers === "object" && headers !== null) {
    for (const [name, value] of Object.entries(headers)) {
      if (isSecretHeader(config, name) || isSecretRef(value)) paths.push(["headers", name]);
    }
  }
  return paths;
}
