import { randomUUID } from "node:crypto";
import { serve } from "inngest/next";
import { NextRequest } from "next/server";
import { SIGNATURE_HEADER } from "@/inngest/call-signature";
import { readCall, serving } from "@/inngest/serving";
import { problemResponse } from "@/lib/http/problem";
import { bodyOf } from "@/lib/http/read-limited";

export const dynamic = "force-dynamic";

/**
 * Where the engine calls the functions. In production the web server answers its calls without a way
 * through Next (`inngest/serve-node.ts`); what is left for this route there is introspection.
 */
const handlers = serve(serving);

type Handler = typeof handlers.POST;

/** The SDK would read a body of any size before it looks at the signature, and log each that is none. */
const guarded =
  (handler: Handler): Handler =>
  async (request, context) => {
    try {
      const { url, method, headers } = request;
      const body = (await readCall(bodyOf(request), headers.get(SIGNATURE_HEADER))) || undefined;
      return await handler(new NextRequest(url, { method, headers, body }), context);
    } catch (error) {
      return problemResponse(error, randomUUID());
    }
  };

export const GET = guarded(handlers.GET);
export const POST = guarded(handlers.POST);
export const PUT = guarded(handlers.PUT);
