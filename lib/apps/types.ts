import type { z } from "zod";

/** How the inspector shows one field of a config; the field's rules are the zod schema's alone. */
export type FieldControl =
  | "text"
  | "url"
  | "secret"
  | "headers"
  | "number"
  | "switch"
  | "statusCodes"
  | "constant";

export interface FieldHint {
  label: string;
  control: FieldControl;
  /** One sentence below the field. */
  help?: string;
  placeholder?: string;
  /** Shown beneath the common fields, folded away. */
  advanced?: boolean;
}

export interface OutputPort {
  key: string;
  label: string;
}

export type OperationLifecycle =
  | { state: "live" }
  | { state: "legacy" }
  | { state: "replaced"; by: string };

export type NodeConfig = Record<string, unknown>;

/** One trigger or action of an app. Safe in the browser; its work is in the app's `server.ts`. */
export interface OperationManifest {
  /** `app.operation`; never changes, it is stored in graphs. */
  key: string;
  version: number;
  kind: "trigger" | "action";
  title: string;
  description: string;
  /** One sentence with slots, such as "POST to ⟨webhookUrl⟩". */
  card: string;
  config: z.ZodType<NodeConfig>;
  /** By field name, in the order in which the form shows them. */
  ui: Record<string, FieldHint>;
  /** What a fresh node starts with; may be incomplete. */
  initialConfig: NodeConfig;
  output: z.ZodType;
  /** Parses against `output`. */
  sample: unknown;
  ports: OutputPort[];
  /** Config paths whose values are kept encrypted, apart from the graph. */
  secretPaths: string[];
  lifecycle: OperationLifecycle;
}

export type AppIcon = "rocket" | "webhook";

export interface AppManifest {
  key: string;
  name: string;
  description: string;
  icon: AppIcon;
  /** `internal`: part of this portal; `http`: talks to the outside. */
  type: "internal" | "http";
  /** How the app authenticates: `internal` needs nothing, `none` carries all in its address. */
  auth: "internal" | "none";
  operations: OperationManifest[];
}
