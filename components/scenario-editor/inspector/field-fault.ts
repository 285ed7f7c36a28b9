import type { NodeConfig, OperationManifest } from "@/lib/apps/types";

/** Why a field of a config can't have a value, in its operation's own words; null when it can. */
export function fieldFault(
  operation: OperationManifest,
  config: NodeConfig,
  field: string,
  value: unknown,
): string | null {
  const { error } = operation.config.safeParse({ ...config, [field]: value });
  const issue = error?.issues.find(({ path }) => path.length === 1 && path[0] === field);
  return issue?.message ?? null;
}
