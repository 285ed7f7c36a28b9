import { randomUUID } from "node:crypto";
import { serve } from "inngest/next";
import { NextRequest } from "next/server";
import { MAX_CALL_BYTES, requireJson, serving } from "@/inngest/serving";
import { problemResponse } from "@/lib/http/problem";
import { readLimited } from "@/lib/http/read-limited";

export const dynamic = "force-dynamic";

/**
 * Where the engine calls the functions. In production the web server answers its calls without a way
 * through Next (`inngest/serve-node.ts`); what is left for this route there is introspection.
 */
const handlers = serve(serving);

export const { GET } = handlers;

type Handler = typeof handlers.POST;

/** The SDK would read a body of any size, and answer one that is no JSON with a 500. */
const guarded =
  (handler: Handler): Handler =>
  async (request, context) => {
    try {
      const bytes = await readLimited(request, MAX_CALL_BYTES);
      if (bytes.length > 0) requireJson(new TextDecoder().decode(bytes));
      const { url, method, headers } = request;
      const body = bytes.length > 0 ? Buffer.from(bytes) : undefined;
      return await handler(new NextRequest(url, { method, headers, body }), context);
    } catch (error) {
      return problemResponse(error, randomUUID());
    }
  };

export const POST = guarded(handlers.POST);
export const PUT = guarded(handlers.PUT);
