import { describe, expect, it } from "vitest";
import { readSync, syncUrl } from "./engine-sync";

const SERVER = "http://server";
/** The line for a server that answers so, where the app has three functions. */
const read = (status: number, body: unknown) => readSync({ status, body }, SERVER, 3);

describe("what an Inngest server answers of the functions it knows", () => {
  it("is asked by the id of the app", () => {
    expect(syncUrl(SERVER, "an app").href).toBe("http://server/v1/apps/an%20app/functions");
  });

  it("is well where it knows all, and told with what to do where it knows fewer or none", () => {
    expect(read(200, [{}, {}, {}])).toEqual({ ok: true, what: "Sync", says: `${SERVER} knows 3` });
    expect(read(200, [{}, {}])).toEqual({
      ok: false,
      what: "Sync",
      says: `${SERVER} knows 2 of 3: run \`npm run inngest:sync\`.`,
    });
    expect(read(200, [])).toEqual({
      ok: false,
      what: "Sync",
      says: `${SERVER} knows none of them: run \`npm run inngest:sync\`.`,
    });
  });

  it("may be in `data`", () => {
    expect(read(200, { data: [{}, {}, {}] })).toMatchObject({ ok: true });
    expect(read(200, { data: [] })).toMatchObject({ ok: false });
  });

  it.each([
    ["another status", 404, undefined],
    ["another status with a list", 404, []],
    ["no JSON", 200, undefined],
    ["no list", 200, { data: {} }],
    ["nothing", 200, null],
  ])("is unknown where it is %s", (_name, status, body) => {
    const line = read(status, body);
    expect(line).toMatchObject({ ok: true, unknown: true });
    expect(line.says).toContain(
      `could not be asked which functions it knows: it answers ${status}`,
    );
  });

  it("is unknown where there is none", () => {
    const line = readSync({ failure: "ECONNREFUSED" }, SERVER, 3);
    expect(line).toMatchObject({ ok: true, unknown: true });
    expect(line.says).toContain("(ECONNREFUSED)");
  });
});
