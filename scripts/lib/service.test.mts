import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { nextDelay, Service } from "./service.mjs";

describe("nextDelay", () => {
  it("doubles from 0.2 s to 5 s and begins anew after half a minute of life", () => {
    const delays = [nextDelay(0, 0)];
    for (let i = 0; i < 6; i++) delays.push(nextDelay(delays.at(-1) ?? 0, 1_000));
    expect(delays).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    expect(nextDelay(5_000, 30_000)).toBe(200);
  });
});

describe("Service", () => {
  const service = (code: string) =>
    new Service({
      name: "test process",
      launch: () => spawn(process.execPath, ["-e", code], { stdio: "ignore", detached: true }),
      onPid: () => {},
    });

  it("tells an end during the start instead of starting again", async () => {
    const one = service("process.exit(3)");
    one.start();
    await expect(one.endedEarly()).rejects.toThrow(/test process stopped .*exit code 3/);
  });

  it("kills what does not end within its grace", async () => {
    const one = service("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)");
    const child = one.start();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await one.stop(100);
    expect(child.signalCode).toBe("SIGKILL");
  });

  it("does not start once it was stopped", async () => {
    const one = service("");
    await one.stop(100);
    expect(() => one.start()).toThrow(/stopped while starting/);
  });
});
