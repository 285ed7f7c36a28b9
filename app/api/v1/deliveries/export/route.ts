import { exportDeliveries } from "@/lib/deliveries/export-deliveries";
import { exportResponse } from "@/lib/http/export-stream";
import { route } from "@/lib/http/route";

export const GET = route("read", async ({ actor, query, requestId }) =>
  exportResponse(await exportDeliveries({ actor, query }), requestId),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
