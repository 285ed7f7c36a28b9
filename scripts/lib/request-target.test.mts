import { describe, expect, it } from "vitest";
import { refuseTarget } from "./request-target.mjs";

describe("refuseTarget", () => {
  it.each(["/", "/api/v1/runs/run_1", "//double", "/%C3%A9?q=%ff", "/a%2fb", "/%00", "http://h/a"])(
    "lets %s pass",
    (target) => expect(refuseTarget("GET", target)).toBeNull(),
  );

  it.each([
    "*",
    "",
    "http://h:99999/a",
    "example.com:443",
    "/api/v1/runs/%ff",
    "/%ED%A0%80",
    "/%",
    "/in/%E0%A4%A",
  ])("refuses %s with 400", (target) => expect(refuseTarget("GET", target)?.status).toBe(400));

  it("refuses a method that no handler can be called with", () => {
    expect(refuseTarget("TRACE", "/")?.status).toBe(405);
    expect(refuseTarget("PROPFIND", "/")).toBeNull();
  });
});
