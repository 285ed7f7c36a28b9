import { health } from "@/lib/instance/health";

export const dynamic = "force-dynamic";

/** 200 when every part answers; 503 naming the part that does not. No key needed. */
export async function GET(): Promise<Response> {
  const state = await health();
  return Response.json(state, {
    status: state.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
