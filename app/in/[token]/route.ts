import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { problemResponse } from "@/lib/http/problem";
import { waitInLine } from "@/lib/inboxes/pace";
import { receiveMessage } from "@/lib/inboxes/receive";

/** Nothing served here may become active in a browser: it is on the product's own origin. */
const INERT = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
  "cache-control": "no-store",
};

/** A body that breaks off after its first bytes: the server then closes the connection. */
function cutOff(): ReadableStream<Uint8Array> {
  let isBegun = false;
  return new ReadableStream({
    pull(controller) {
      if (isBegun) controller.error(new Error("this inbox closes the connection"));
      else controller.enqueue(new TextEncoder().encode('{"received":'));
      isBegun = true;
    },
  });
}

/** The address of an inbox. It takes every method and asks for no session, as any receiver does. */
async function receive(
  request: Request,
  segment: { params: Promise<{ token: string }> },
): Promise<Response> {
  try {
    const { token } = await segment.params;
    const answer = await receiveMessage({
      token,
      method: request.method,
      headers: request.headers,
      body: request.body as unknown as AsyncIterable<Uint8Array> | null,
    });
    if (!answer) {
      return new Response("There is no inbox at this address.\n", {
        status: 404,
        headers: { ...INERT, "content-type": "text/plain; charset=utf-8" },
      });
    }
    if (answer.delayMs > 0) {
      // The sender may give up waiting before; then there is nobody to answer.
      await waitInLine(() =>
        wait(answer.delayMs, undefined, { signal: request.signal }).catch(() => undefined),
      );
    }
    const body = answer.isCutOff ? cutOff() : answer.body;
    return new Response(request.method === "HEAD" ? null : body, {
      status: answer.status,
      headers: {
        ...INERT,
        "content-type": answer.contentType,
        ...answer.headers,
      },
    });
  } catch (error) {
    return problemResponse(error, randomUUID());
  }
}

export {
  receive as DELETE,
  receive as GET,
  receive as HEAD,
  receive as OPTIONS,
  receive as PATCH,
  receive as POST,
  receive as PUT,
};
