import { z } from "zod";

const jsonObject = z.record(z.string(), z.unknown());

/** An operation as the API shows it. */
export const operationSchema = z.object({
  key: z.string(),
  version: z.int(),
  kind: z.enum(["trigger", "action"]),
  title: z.string(),
  description: z.string(),
  configSchema: jsonObject.describe("JSON Schema of the config"),
  fields: z
    .record(
      z.string(),
      z.object({
        label: z.string(),
        control: z.string(),
        help: z.string().optional(),
        placeholder: z.string().optional(),
        advanced: z.boolean().optional(),
      }),
    )
    .describe("Labels and help by field, in the order of the form"),
  sample: z.unknown(),
  ports: z.array(z.object({ key: z.string(), label: z.string() })),
  secretPaths: z.array(z.string()),
});
export type OperationView = z.infer<typeof operationSchema>;

/** An app of the registry as the API shows it. */
export const appSchema = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  icon: z.string(),
  type: z.enum(["internal", "http"]),
  auth: z.enum(["internal", "none"]),
  operations: z.array(operationSchema),
});
export type AppView = z.infer<typeof appSchema>;
