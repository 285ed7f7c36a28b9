import type { FieldHint } from "@/lib/apps/types";

/** What every control of the inspector gets: one field of one node's config. */
export interface FieldProps {
  nodeId: string;
  /** The key within the config. */
  path: string;
  hint: FieldHint;
  value: unknown;
  /** undefined removes the field from the config. */
  onChange: (value: unknown) => void;
  /** By path below the config: `headers`, `headers.X-Shop`. */
  errors: ReadonlyMap<string, string>;
  /** What is allowed and will not do what one might expect, by path. */
  warnings: ReadonlyMap<string, string>;
}
