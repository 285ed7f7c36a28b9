import type { FieldHint, OperationManifest } from "@/lib/apps/types";
import type { GraphNode } from "@/lib/scenarios/graph";

/** What every control of the inspector gets: one field of one node's config. */
export interface FieldProps {
  nodeId: string;
  /** The node as it is now. */
  node: GraphNode;
  operation: OperationManifest;
  /** The key within the config. */
  path: string;
  hint: FieldHint;
  value: unknown;
  /** undefined removes the field from the config. */
  onChange: (value: unknown) => void;
  /** Why a value would be refused here, in words; null when it would not. */
  check: (value: unknown) => string | null;
  /** By path below the config: `headers`, `headers.X-Shop`. */
  errors: ReadonlyMap<string, string>;
  /** What is allowed and will not do what one might expect, by path. */
  warnings: ReadonlyMap<string, string>;
}
