import { getAccount, updateAccount } from "@/lib/account/account";
import { route } from "@/lib/http/route";

export const GET = route("account", async ({ actor }) => getAccount({ actor }));
export const PATCH = route("account", async ({ actor, body }) =>
  updateAccount({ actor, input: await body() }),
);

export { DELETE, POST, PUT } from "@/lib/http/method-not-allowed";
