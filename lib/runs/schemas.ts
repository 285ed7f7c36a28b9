import { z } from "zod";
import { pageQuery, timeQuery } from "@/lib/http/page";

export const RUN_STATUSES = ["running", "succeeded", "failed", "cancelled"] as const;

export const listRunsSchema = z.strictObject({
  ...pageQuery,
  ...timeQuery,
  scenarioId: z.string().max(64).optional(),
  status: z.enum(RUN_STATUSES).optional(),
  test: z.enum(["true", "false"]).optional(),
});
