import type { z } from "zod";

/** How the inspector shows one field of a config; the field's rules are the zod schema's alone. */
export type FieldControl =
  | "text"
  | "url"
  | "secret"
  | "headers"
  | "headerNames"
  | "number"
  | "switch"
  | "statusCodes"
  | "constant";

export interface FieldHint {
  label: string;
  /** `url`: an address that is sent to, which the address guard may refuse and a test inbox can be. */
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

/** What the editor offers for a node beside its form; the editor names no operation itself. */
export interface NodeAbilities {
  /**
   * What a test of one node sends, such as "webhook", in words. Given where a node can be tried by
   * itself, as it is on screen.
   */
  testNoun?: string;
  /** The field with the secret that signs requests: one can be generated, and how to verify is told. */
  signingSecret?: string;
  /** The field with the number of retries: what it comes to is told as a schedule. */
  retries?: string;
  /** What can be created here to see the trigger start something. */
  startedBy?: "order";
}

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
  abilities?: NodeAbilities;
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
