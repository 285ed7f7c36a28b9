import { route } from "@/lib/http/route";
import { dismissGuide } from "@/lib/instance/dismiss-guide";

export const POST = route("scenarios:write", async ({ actor }) => {
  await dismissGuide({ actor });
  return new Response(null, { status: 204 });
});

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
