import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";

export const dynamic = "force-dynamic";

/** Where the engine calls the functions; the SDK refuses what is not signed. */
export const { GET, POST, PUT } = serve({ client: inngest, functions });
