import { randomUUID } from "node:crypto";
import { serve } from "inngest/next";
import { NextRequest } from "next/server";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { AppError } from "@/lib/http/errors";
import { problemResponse } from "@/lib/http/problem";
import { readLimited } from "@/lib/http/read-limited";

export const dynamic = "force-dynamic";

/** Far more than our functions' events and steps come to; nobody has signed yet what is read here. */
const MAX_CALL_BYTES = 8 * 1024 * 1024;

/** Where the engine calls the functions; the SDK refuses what is not signed. */
const handlers = serve({ client: inngest, functions });

export const { GET } = handlers;

type Handler = typeof handlers.POST;

/** The SDK would read a body of any size, and answer one that is no JSON with a 500. */
const guarded =
  (handler: Handler): Handler =>
  async (request, context) => {
    try {
      const bytes = await readLimited(request, MAX_CALL_BYTES);
      if (bytes.length > 0) parse(bytes);
      const { url, method, headers } = request;
      const body = bytes.length > 0 ? Buffer.from(bytes) : undefined;
      return await handler(new NextRequest(url, { method, headers, body }), context);
    } catch (error) {
      return problemResponse(error, randomUUID());
    }
  };

function parse(bytes: Uint8Array): void {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new AppError("malformed_json", "The body could not be read as JSON.");
  }
}

export const POST = guarded(handlers.POST);
export const PUT = guarded(handlers.PUT);
