import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { permissions } from "@/lib/auth/permissions";
import { apiCalls } from "@/lib/http/openapi/calls";
import { openApiDocument } from "@/lib/http/openapi/document";
import { apiRoutes } from "./integration/support/routes";

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Files below a folder, as paths from the root. */
function files(folder: string, pattern: RegExp): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => path.join(folder, file).split(path.sep).join("/"))
    .filter((file) => pattern.test(file));
}

/** What answers outside of the REST API, and what keeps strangers out of it. */
const others = {
  "app/api/access/accept-invitation/route.ts": "with the token of an invitation alone",
  "app/api/access/forgot-password/route.ts": "mails a link to the account's own address alone",
  "app/api/access/reset-password/route.ts": "with the token of a link alone",
  "app/api/auth/[...all]/route.ts": "signing in; own pages alone, and limited",
  "app/api/health/route.ts": "open: says whether the parts answer",
  "app/api/inngest/route.ts": "signed by the engine",
  "app/api/setup/route.ts": "only while there is no owner",
  "app/in/[token]/route.ts": "open: a test inbox takes in what anybody sends",
};

describe("every route says who may", () => {
  const routes = apiRoutes();
  const calls = routes.flatMap((route) =>
    route.methods.map((method) => ({ method, route, permission: route.permissions[method] })),
  );

  it("and there are routes to look at", () => {
    expect(calls.length).toBeGreaterThan(70);
  });

  it.each(calls.map((call) => [`${call.method} ${call.route.path}`, call] as const))(
    "%s names a permission of the table",
    (_, { permission }) => {
      expect(Object.keys(permissions)).toContain(permission);
    },
  );

  it("those outside of the REST API are known", () => {
    const found = files("app", /(^|\/)route\.tsx?$/).filter(
      (file) => !file.startsWith("app/api/v1/"),
    );
    expect(found.sort()).toEqual(Object.keys(others));
  });

  it("the OpenAPI document says the same", () => {
    const declared = calls
      .filter(({ route }) => !route.catchAll)
      .map(({ method, route, permission }) => `${method} ${route.path} ${permission}`);
    const documented = apiCalls
      .filter(({ isOpen }) => !isOpen)
      .map(({ call, needs = "read" }) => `${call} ${needs}`);
    expect(documented.sort()).toEqual(declared.sort());
  });

  it("and tells it as the security of each operation", () => {
    const { paths, security } = openApiDocument();
    expect(security).toEqual([{ apiKey: [] }]);
    expect(paths["/api/v1/orders"]).toMatchObject({
      get: { security: [{ apiKey: ["read"] }, { session: ["role:viewer"] }] },
      post: { security: [{ apiKey: ["orders:write"] }, { session: ["role:editor"] }] },
    });
    expect(paths["/api/v1/api-keys"]).toMatchObject({
      post: { security: [{ session: ["role:owner"] }] },
    });
    expect(paths["/api/health"]).toMatchObject({ get: { security: [] } });
  });

  it("what changes something needs more than to read, or is one's own", () => {
    // Presence and read marks are the caller's own; a check of signatures keeps nothing.
    const own = [
      "DELETE /api/v1/scenarios/{id}/presence",
      "POST /api/v1/inboxes/{id}/messages/{messageId}/check",
      "POST /api/v1/notifications/read-all",
      "POST /api/v1/notifications/{id}/read",
      "PUT /api/v1/scenarios/{id}/presence",
    ];
    const writing = calls.filter(({ method, route }) => method !== "GET" && !route.catchAll);
    const open = writing.filter(
      ({ permission }) => permission === "read" || permission === "signed-in",
    );
    expect(open.map(({ method, route }) => `${method} ${route.path}`).sort()).toEqual(own);
  });
});

describe("pages", () => {
  it("hold no data: what they show comes from the API, which asks who wants it", () => {
    const pages = files("app/(dashboard)", /(^|\/)page\.tsx$/);
    expect(pages.length).toBeGreaterThan(10);
    const reading = pages.filter((file) =>
      [...read(file).matchAll(/from "@\/(lib\/[^"]+)"/g)].some(
        ([, target]) => target !== "lib/auth/current-user",
      ),
    );
    expect(reading).toEqual([]);
  });

  it("and nothing else is a server action, which would be an open door of its own", () => {
    const actions = ["app", "components", "lib"].flatMap((folder) =>
      files(folder, /\.tsx?$/).filter((file) => /^\s*["']use server["']/m.test(read(file))),
    );
    expect(actions).toEqual([]);
  });
});
