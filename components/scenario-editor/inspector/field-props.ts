import type { FieldHint } from "@/lib/apps/types";

/** What every control of the inspector gets: one field of one node's config. */
export interface FieldProps {
  /** The key within the config. */
  path: string;
  hint: FieldHint;
  value: unknown;
  /** undefined removes the field from the config. */
  onChange: (value: unknown) => void;
  /** By path below the config: `headers`, `headers.X-Shop`. */
  errors: ReadonlyMap<string, string>;
}
