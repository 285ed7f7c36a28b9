import { describe, expect, it } from "vitest";
import { engineOf } from "./engine-variables";

describe("the variables", () => {
  const appUrl = "https://hooks.example.com";
  const keys = { INNGEST_EVENT_KEY: "an-event-key", INNGEST_SIGNING_KEY: "ab".repeat(32) };

  it("are read as the SDK reads them", () => {
    expect(engineOf(keys, appUrl)).toMatchObject({
      kind: "cloud",
      api: "https://api.inngest.com",
      events: "https://inn.gs",
    });
    expect(engineOf({ INNGEST_DEV: "1" }, appUrl)).toMatchObject({
      kind: "dev",
      api: "http://localhost:8288",
    });
    expect(engineOf({ INNGEST_DEV: "http://dev:1" }, appUrl).events).toBe("http://dev:1");
    expect(engineOf({ INNGEST_DEV: "0", ...keys }, appUrl).kind).toBe("cloud");
    expect(
      engineOf(
        { ...keys, INNGEST_BASE_URL: "http://a", INNGEST_EVENT_API_BASE_URL: "http://b" },
        appUrl,
      ),
    ).toMatchObject({ kind: "server", api: "http://a", events: "http://b" });
  });

  it("name the branch environment", () => {
    expect(engineOf({ ...keys, INNGEST_ENV: " branch " }, appUrl).environment).toBe("branch");
    expect(engineOf(keys, appUrl).environment).toBe("");
  });
});
