import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { claim, isRunning, readRuntime } from "./runtime.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "runtime-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("lets one process have a data folder and tells the other who has it", async () => {
  const mine = await claim(folder, "npm start");
  await expect(claim(folder, "npm run dev")).rejects.toThrow(
    new RegExp(`^\`npm start\` \\(process ${process.pid}\\) already runs`),
  );
  mine.release();
  expect(readRuntime(folder)).toBeNull();
});

it("takes over from one that is gone, also when its number lives on in another process", async () => {
  const stale = {
    supervisorPid: process.pid,
    supervisorStartedAt: "long ago",
    command: "npm start",
  };
  writeFileSync(path.join(folder, "runtime.json"), JSON.stringify(stale));
  expect(isRunning(readRuntime(folder))).toBe(false);
  const mine = await claim(folder, "npm start");
  expect(isRunning(readRuntime(folder))).toBe(true);
  mine.release();
});

it("notes the processes that run", async () => {
  const mine = await claim(folder, "npm start");
  mine.setProcess("web", process.pid);
  expect(readRuntime(folder)?.pids).toEqual({ web: process.pid });
  mine.setProcess("web", undefined);
  expect(readRuntime(folder)?.pids).toEqual({});
  mine.release();
});
