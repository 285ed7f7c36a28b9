import { route } from "@/lib/http/route";
import { listPeople } from "@/lib/people/list-people";

export const GET = route("people:manage", async ({ actor }) => listPeople({ actor }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
