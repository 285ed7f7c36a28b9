import "server-only";
import { AppError } from "@/lib/http/errors";
import { route } from "@/lib/http/route";

/**
 * For the methods that an address does not have: each route file exports those it lacks from here,
 * so that a caller reads why as with every other error. A test finds a route that forgot one.
 */
const refuse = route("signed-in", async ({ request }) => {
  throw new AppError("method_not_allowed", `${request.method} is not possible here.`);
});

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
