import { route } from "@/lib/http/route";
import { createMockOrder } from "@/lib/orders/mock-order";

export const POST = route("orders:write", async ({ actor }) => createMockOrder({ actor }), 201);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
