import { route } from "@/lib/http/route";
import { dismissGuide } from "@/lib/instance/overview";

export const POST = route(async ({ actor }) => {
  await dismissGuide({ actor });
  return new Response(null, { status: 204 });
});
