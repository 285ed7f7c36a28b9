import { randomUUID } from "node:crypto";
import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { AppError } from "@/lib/http/errors";
import { problemResponse } from "@/lib/http/problem";

export const dynamic = "force-dynamic";

/** Where the engine calls the functions; the SDK refuses what is not signed. */
const handlers = serve({ client: inngest, functions });

export const { GET, PUT } = handlers;

/** The SDK answers a body that is not JSON with a 500 before it looks at the signature. */
export async function POST(request: NextRequest, context: unknown): Promise<Response> {
  const body = await request.clone().text();
  try {
    if (body) JSON.parse(body);
  } catch {
    const refusal = new AppError("malformed_json", "The body could not be read as JSON.");
    return problemResponse(refusal, randomUUID());
  }
  return handlers.POST(request, context);
}
