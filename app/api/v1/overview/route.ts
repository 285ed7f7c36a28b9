import { route } from "@/lib/http/route";
import { getOverview } from "@/lib/instance/overview";

export const GET = route(async ({ actor }) => getOverview({ actor }));
